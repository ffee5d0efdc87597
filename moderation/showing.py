"""Cases as the queue shows them: a line each, and how each stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.lib.numerals import numeral
from forum.lib.stamps import Clock, Stamp
from forum.lib.text import shorten
from moderation.models import Act, Appeal, Case, LoggedAct, Report
from moderation.policy import is_own

# Of a thing's words a line shows this much.
WORDS = 140
# And so many of the rules that it is reported by.
RULES = 2


class State(NamedTuple):
    """How a case stands, for machines and in words; no words where it is open and nobody looks at it."""

    name: str
    text: str


@dataclass(frozen=True)
class Line:
    case: Case
    words: str
    author: User
    # Where a comment stands.
    on: str
    opened: Stamp
    why: list[str]
    state: State


def lines_of(cases: Sequence[Case], *, viewer: User, clock: Clock) -> list[Line]:
    rules = rules_of([case.pk for case in cases])
    return [line_of(case, rules.get(case.pk, []), viewer, clock) for case in cases]


def line_of(case: Case, rules: list[str], viewer: User, clock: Clock) -> Line:
    comment, article = case.comment, case.article
    return Line(
        case,
        shorten(case.beginning, WORDS) if comment else article.headline if article else "",
        case.thing.author,
        comment.article.headline if comment else "",
        clock.stamp(case.opened_at),
        why(case, rules, viewer),
        state_of(case, viewer=viewer, clock=clock),
    )


def rules_of(pks: Collection[int]) -> dict[int, list[str]]:
    """By which rules each is reported, the most often named first."""
    counted = Report.objects.filter(case__in=pks).values_list("case", "rule__title").annotate(times=Count("id"))
    rules: dict[int, list[str]] = defaultdict(list)
    for case, title, _times in counted.order_by("case", "-times", "rule__title"):
        rules[case].append(title)
    return rules


def why(case: Case, rules: Iterable[str], viewer: User) -> list[str]:
    """Why it is in the queue, in a few words each."""
    count = case.report_count
    facts = [
        (count > 0, ngettext("%(count)s report", "%(count)s reports", count) % {"count": numeral(count)}),
        (is_own(viewer, case.thing), _("yours: a colleague must decide")),
        (case.is_held, _("held")),
        (case.is_caught, _("caught by a rule")),
        (case.is_newcomers, _("new here")),
        (case.asked_at is not None, _("asked")),
    ]
    return [*(words for is_so, words in facts if is_so), *list(rules)[:RULES]]


def state_of(case: Case, *, viewer: User, clock: Clock) -> State:
    if case.decision is not None:
        return State("decided", decided_by(case.decision))
    if case.claimed_by is None or case.claimed_until is None or case.claimed_until <= clock.now:
        return passed_on(case)
    if case.claimed_by == viewer:
        return State("own", _("You look at it"))
    return State("claimed", _("%(name)s looks at it") % {"name": case.claimed_by.name})


def passed_on(case: Case) -> State:
    if case.escalated_by is None:
        return State("open", "")
    return State("escalated", _("%(name)s passed it to the admins") % {"name": case.escalated_by.name})


def state_of_appeal(appeal: Appeal) -> State:
    if appeal.outcome is None or appeal.decided_by is None:
        return State("open", "")
    answered = _("%(done)s by %(name)s")
    return State("decided", answered % {"done": Act(appeal.outcome.act).label, "name": appeal.decided_by.name})


def decided_by(entry: LoggedAct) -> str:
    """What was done, and by whom."""
    done = Act(entry.act).label
    by = entry.particulars.by
    return _("%(done)s by %(name)s") % {"done": done, "name": by.name} if by else str(done)
