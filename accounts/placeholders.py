"""People whom imported threads name: they have no password, no address, and are nobody's account."""

from collections.abc import Collection
from itertools import batched

from django.contrib.auth.hashers import make_password

from accounts.models import User, placeholder_username

# Names a query: far below what either database can bind.
BATCH = 1000


def placeholders(source: str, names: Collection[str]) -> dict[str, int]:
    """The key of each person that a source names; those who are not known yet are made.

    Several imports may run at once: in one order, so that two never wait for each other, and whoever comes second takes
    the first one's.
    """
    found = known_placeholders(source, names)
    missing = sorted(set(names) - found.keys())
    if missing:
        User.objects.bulk_create((placeholder(source, name) for name in missing), BATCH, ignore_conflicts=True)
        found |= known_placeholders(source, missing)
    return found


def known_placeholders(source: str, names: Collection[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for some in batched(set(names), BATCH):
        people = User.objects.filter(imported_source=source, imported_name__in=some)
        known.update((person.name, person.pk) for person in people.only("pk", "username", "imported_name"))
    return known


def placeholder(source: str, name: str) -> User:
    return User(
        username=placeholder_username(source, name),
        password=make_password(None),
        imported_source=source,
        imported_name=name,
    )
