"""Finding people by what they are called."""

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User

# Many sources may know somebody of one name; past this nobody reads them all.
MOST = 100


def person_at(address: str) -> User | None:
    """Whose address this is, in any case."""
    people = User.objects.alias(email_in_lower=Lower("email")).exclude(email="")
    return people.filter(email_in_lower=address.lower()).first()


def people_called(words: str) -> list[int]:
    """The keys of those whose name or address this is, in any case; else of those whom imported threads call so."""
    word = words.lower()
    people = User.objects.alias(name_in_lower=Lower("username"), email_in_lower=Lower("email"))
    # Word for word as the unique indexes have it, which answer this at once.
    accounts = people.filter(Q(name_in_lower=word) | Q(email_in_lower=word) & ~Q(email=""))
    return list(accounts.values_list("pk", flat=True)) or list(
        User.objects.filter(imported_name=words).values_list("pk", flat=True)[:MOST]
    )
