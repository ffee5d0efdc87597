"""What was decided about what somebody wrote, as they are owed it: the text, the rule, by whom, until when, what to do.

Here alone a removed text is read again by its author.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from accounts.models import User
from forum.lib.stamps import Clock, Stamp
from moderation.appealing import may_appeal
from moderation.logbook import Moved, moved_of, what_of
from moderation.models import Act, Appeal, LoggedAct
from moderation.models.log import Role
from moderation.outcomes import headline_of

PAGE = 20


@dataclass(frozen=True)
class Statement:
    number: int
    act: str
    written: Stamp
    what: str
    is_article: bool
    url: str
    headline: str
    # Of what was moved or merged.
    moved: Moved | None
    words: str
    note: str
    rule: str
    rule_text: str
    is_automatic: bool
    role: str
    until: Stamp | None
    reverts: int | None
    reverted_by: int | None
    # The one there is, or whether there may be one.
    appeal: Appeal | None
    answer: str
    may_appeal: bool


@dataclass(frozen=True)
class StatementsPage:
    statements: Sequence[Statement]
    next_after: int | None


def own_decisions(person: User, *, after: int | None, now: datetime) -> StatementsPage:
    entries = LoggedAct.objects.about(person).restricting()
    if after is not None:
        entries = entries.filter(number__lt=after)
    found = list(entries.for_decisions_page().newest_first()[: PAGE + 1])
    clock = Clock(now)
    return StatementsPage(
        [statement_of(entry, person, clock) for entry in found[:PAGE]],
        found[PAGE - 1].number if len(found) > PAGE else None,
    )


def own_decision(person: User, number: int) -> LoggedAct:
    """Raises Http404: nobody learns of another's."""
    entry = LoggedAct.objects.about(person).restricting().for_decisions_page().filter(number=number).first()
    if entry is None:
        raise Http404
    return entry


def statement_of(entry: LoggedAct, person: User, clock: Clock) -> Statement:
    thing = entry.comment or entry.article
    reverted_by: LoggedAct | None = getattr(entry, "reverted_by", None)
    appeal: Appeal | None = getattr(entry, "appeal", None)
    return Statement(
        number=entry.number,
        act=str(Act(entry.act).label),
        written=clock.stamp(entry.written_at),
        what=what_of(entry),
        is_article=entry.article_id is not None,
        # Its author has a page for it, whatever became of it.
        url=thing.get_absolute_url() if thing else "",
        headline=entry.article.headline if entry.article else headline_of(thing) if thing else "",
        moved=moved_of(entry),
        words=entry.particulars.words,
        note=entry.particulars.note,
        rule=entry.rule_title,
        rule_text=entry.rule.text if entry.rule else "",
        is_automatic=entry.role == Role.RULE,
        role=entry.get_role_display(),
        until=clock.stamp(entry.until) if entry.until else None,
        reverts=entry.reverts_id,
        reverted_by=reverted_by.number if reverted_by else None,
        appeal=appeal,
        answer=str(Act(appeal.outcome.act).label) if appeal and appeal.outcome else "",
        may_appeal=appeal is None and may_appeal(person, entry, now=clock.now),
    )
