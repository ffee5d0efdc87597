"""What became of a report, as its reporter is told: never by whom, nor who else reported."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import may_read
from forum.comments.models import Comment
from forum.lib.pagination import number_of
from forum.lib.stamps import Clock, Stamp
from moderation.models import Act, Case, Report
from moderation.models.reports import ReportQuerySet

# A line or two each.
PAGE = 30
# The decisions after which readers see a thing no more.
REMOVALS = (Act.REMOVE_COMMENT, Act.REMOVE_ARTICLE, Act.DECLINE_ARTICLE)


@dataclass(frozen=True)
class Told:
    """A report as its page shows it. Of what is gone there is neither an address nor a word, not even a quoted one."""

    what: str
    is_article: bool
    # Empty where it leads nowhere any more.
    url: str
    headline: str
    reported: Stamp
    rule: str
    note: str
    quote: str
    outcome: str
    decided: Stamp | None
    receipt: UUID


@dataclass(frozen=True)
class ReportsPage:
    reports: list[Told]
    next_after: str = ""


def own_reports(reporter: User, *, after: tuple[datetime, int] | None, now: datetime) -> ReportsPage:
    found = list(after_place(Report.objects.of(reporter), after).with_outcome().newest_first()[: PAGE + 1])
    clock, last = Clock(now), found[PAGE - 1] if len(found) > PAGE else None
    return ReportsPage(
        [told_of(report, clock) for report in found[:PAGE]],
        f"{number_of(last.reported_at)}.{last.pk}" if last else "",
    )


def after_place(reports: ReportQuerySet, after: tuple[datetime, int] | None) -> ReportQuerySet:
    return reports.beyond(*after) if after else reports


def told_of(report: Report, clock: Clock) -> Told:
    case = report.case
    is_there = is_to_be_seen(case.thing)
    return Told(
        what=_("A comment") if case.comment_id else _("An article"),
        is_article=case.article_id is not None,
        url=case.thing.get_absolute_url() if is_there else "",
        headline=headline_of(case.thing),
        reported=clock.stamp(report.reported_at),
        rule=report.rule.title,
        note=report.note,
        quote=report.quote if is_there else "",
        outcome=outcome_of(case),
        decided=clock.stamp(case.decided_at) if case.decided_at else None,
        receipt=report.receipt,
    )


def is_to_be_seen(thing: Comment | Article) -> bool:
    """By everybody: with its words."""
    if isinstance(thing, Comment):
        return thing.is_published
    return thing.published_at is not None and may_read(AnonymousUser(), thing)


def headline_of(thing: Comment | Article) -> str:
    """Titles of what was published once stay everybody's."""
    article = thing.article if isinstance(thing, Comment) else thing
    return article.headline if article.published_at else ""


def outcome_of(case: Case) -> str:
    """In words."""
    if case.decision is None:
        return _("Waiting for a moderator")
    act, is_there = case.decision.act, is_to_be_seen(case.thing)
    if case.decision.reverts_id:
        return _("Decided, and the decision was taken back")
    if act in REMOVALS:
        return _("Removed, and restored later") if is_there else _("Removed")
    if act == Act.LOCK_BRANCH:
        return _("The branch is locked")
    if act == Act.LOCK_ARTICLE:
        return _("The discussion is locked")
    return _("Looked at, stays") if is_there else _("Looked at; it is not there any more")
