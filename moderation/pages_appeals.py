"""What the queue shows of appeals: those that wait, and one of them beside the list."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from forum.lib.stamps import Clock, Stamp
from moderation.appealing import why_not_answer
from moderation.models import Appeal
from moderation.models.appeals import AppealQuerySet
from moderation.queue import PAGE, Choice
from moderation.showing import State, state_of_appeal


@dataclass(frozen=True)
class AppealLine:
    appeal: Appeal
    made: Stamp
    is_overdue: bool
    why_not: str
    state: State


def list_of_appeals(choice: Choice, after: int | None) -> dict[str, object]:
    """The oldest first: they are due first."""
    found = list(waiting(after).for_list()[: PAGE + 1])
    return {
        "lines": [line_of(appeal, choice.viewer, choice.now) for appeal in found[:PAGE]],
        "next_url": f"?{choice.query}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }


def waiting(after: int | None) -> AppealQuerySet:
    appeals = Appeal.objects.open().oldest_first()
    last = Appeal.objects.filter(pk=after).first() if after is not None else None
    return appeals.beyond(last.made_at, last.pk) if last else appeals


def line_of(appeal: Appeal, viewer: User, now: datetime) -> AppealLine:
    return AppealLine(
        appeal,
        Clock(now).stamp(appeal.made_at),
        appeal.due_at < now,
        why_not_answer(viewer, appeal),
        state_of_appeal(appeal),
    )
