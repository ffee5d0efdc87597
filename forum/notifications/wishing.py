"""What somebody wants to be told of each kind."""

from collections.abc import Collection

from accounts.models import User
from forum.notifications.models import Kind, Wish


def wanted_by(person: User) -> set[str]:
    refused = Wish.objects.filter(person=person, in_inbox=False).values_list("kind", flat=True)
    return set(Kind.values) - set(refused)


def wish(person: User, *, wanted: Collection[str]) -> None:
    """From now on: what was told stays."""
    Wish.objects.bulk_create(
        [Wish(person=person, kind=kind, in_inbox=kind in wanted) for kind in Kind],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["in_inbox"],
    )
