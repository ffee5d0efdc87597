"""What changed in the queue since a page of it was made: asked every two seconds by each page that is looked at.

Nothing is kept of who has seen what. The answer is computed from the rows that the page shows, and is sent only
where it is another one than the page has.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import ngettext

from forum.lib.stamps import Clock
from moderation.models import Case
from moderation.queue import PAGE, Choice
from moderation.showing import state_of

# New cases are counted no further: a page that was left alone for a day is loaded anew in any case.
NEW_COUNTED = 99
_IDS = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}){0,%d}" % PAGE, re.ASCII)  # noqa: UP031 - braces


@dataclass(frozen=True)
class Shown:
    """What a page shows: these cases, of which none is newer than that."""

    pks: list[int]
    newest: int


def shown_by(fields: QueryDict) -> Shown:
    """Raises BadRequest for what no page of ours asks: a page of cases, and the one that is open beside it."""
    ids, newest = fields.get("cases", ""), fields.get("newest", "0")
    if (ids and not _IDS.fullmatch(ids)) or not re.fullmatch(r"[0-9]{1,18}", newest, re.ASCII):
        raise BadRequest("no cases")
    return Shown([int(pk) for pk in ids.split(".")] if ids else [], int(newest))


def changes(shown: Shown, choice: Choice) -> dict[str, object]:
    """How each of these cases stands, and what came since, if anything."""
    clock = Clock(choice.now)
    cases = Case.objects.for_states().filter(pk__in=shown.pks).order_by("pk")
    count = choice.cases().filter(pk__gt=shown.newest).order_by()[:NEW_COUNTED].count()
    new = ngettext("%(count)d new case", "%(count)d new cases", count) % {"count": count}
    return {
        "states": {case.pk: state_of(case, viewer=choice.viewer, clock=clock) for case in cases},
        "new": new if count else "",
    }
