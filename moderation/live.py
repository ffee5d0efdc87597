"""What changed in the queue since a page of it was made: asked every two seconds by each page that is looked at.

Nothing is kept of who has seen what. The answer is computed from the rows that the page shows, and is sent only
where it is another one than the page has.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import ngettext

from forum.lib.pagination import time_of
from forum.lib.stamps import Clock
from moderation.models import Appeal, Case
from moderation.queue import PAGE, Choice
from moderation.showing import State, state_of, state_of_appeal

# New cases are counted no further: a page that was left alone for a day is loaded anew in any case.
NEW_COUNTED = 99
# What was written so shortly before a page was made may have been committed after it.
LAG = timedelta(seconds=5)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_IDS = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}){0,%d}" % PAGE, re.ASCII)  # noqa: UP031 - braces


@dataclass(frozen=True)
class Shown:
    """What a page shows since when: these cases, or appeals, of which none is newer than that."""

    pks: list[int]
    newest: int
    since: datetime


def shown_by(fields: QueryDict) -> Shown:
    """Raises BadRequest for what no page of ours asks: a page of cases, and the one that is open beside it."""
    ids, newest, since = fields.get("cases", ""), fields.get("newest", "0"), fields.get("since", "0")
    if (ids and not _IDS.fullmatch(ids)) or not _NUMBER.fullmatch(newest) or not _NUMBER.fullmatch(since):
        raise BadRequest("no cases")
    return Shown([int(pk) for pk in ids.split(".")] if ids else [], int(newest), time_of(int(since)))


def changes(shown: Shown, choice: Choice) -> dict[str, object]:
    """How each of these cases stands, and what came since, if anything."""
    if choice.is_of_appeals:
        return changes_of_appeals(shown)
    clock = Clock(choice.now)
    cases = Case.objects.for_states().filter(pk__in=shown.pks).order_by("pk")
    come = choice.come_since(shown.newest, shown.since - LAG).exclude(pk__in=shown.pks)
    count = come.order_by()[:NEW_COUNTED].count()
    new = ngettext("%(count)d new case", "%(count)d new cases", count) % {"count": count}
    states = {case.pk: state_of(case, viewer=choice.viewer, clock=clock) for case in cases}
    return told(states, new if count else "")


def changes_of_appeals(shown: Shown) -> dict[str, object]:
    appeals = Appeal.objects.for_states().filter(pk__in=shown.pks).order_by("pk")
    count = Appeal.objects.open().filter(pk__gt=shown.newest).order_by()[:NEW_COUNTED].count()
    new = ngettext("%(count)d new appeal", "%(count)d new appeals", count) % {"count": count}
    return told({appeal.pk: state_of_appeal(appeal) for appeal in appeals}, new if count else "")


def told(states: dict[int, State], new: str) -> dict[str, object]:
    return {"states": states, "new": new}
