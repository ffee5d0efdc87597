"""Who is meant by an @name."""

from django.db.models.functions import Lower

from accounts.models import User
from forum.lib.links import mentioned_names


def existing_names(text: str) -> list[str]:
    """Those @names of a text that belong to somebody, as these write themselves."""
    names = [name.lower() for name in mentioned_names(text)]
    if not names:
        return []
    people = User.objects.filter(imported_source__isnull=True).annotate(lower_name=Lower("username"))
    return list(people.filter(lower_name__in=names).values_list("username", flat=True))
