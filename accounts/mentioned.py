"""Who is meant by an @name."""

import re

from django.db.models.functions import Lower

from accounts.models import User
from forum.lib.links import USERNAME, mentioned_names

# Of a text as our renderer writes it.
_NAMED_OR_QUOTED = re.compile(rf'<(/?)blockquote>|class="mention"[^<>]*>@({USERNAME})</a>')


def existing_names(text: str) -> list[str]:
    """Those @names of a text that belong to somebody, as these write themselves."""
    names = [name.lower() for name in mentioned_names(text)]
    if not names:
        return []
    people = User.objects.filter(imported_source__isnull=True).annotate(lower_name=Lower("username"))
    return list(people.filter(lower_name__in=names).values_list("username", flat=True))


def people_named(html: str) -> list[int]:
    """Whom a rendered text names, by its links: neither in code nor in what it quotes."""
    names, depth = set(), 0
    for found in _NAMED_OR_QUOTED.finditer(html):
        if found[2] is None:
            depth += -1 if found[1] else 1
        elif depth == 0:
            names.add(found[2].lower())
    if not names:
        return []
    people = User.objects.filter(imported_source__isnull=True).annotate(lower_name=Lower("username"))
    return list(people.filter(lower_name__in=names).values_list("pk", flat=True))
