"""How urgent a case is: what the queue sorts by. Nobody but moderators sees these numbers."""

from datetime import datetime, timedelta

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.models import Act, AutoRuleVersion, Case, Hit, Report

# Whoever has been here for less is new, and new people are what moderators look at first.
NEW_FOR = timedelta(days=7)
# Of one reporter the latest so many decided reports count.
REMEMBERED = 100
# What waits for a moderator, and is seen by nobody until then, stands among what two people have reported.
OF_HELD = 1.0
# What automatic rules do that puts a comment before a moderator.
PUTS_HERE = (AutoRuleVersion.Action.HOLD, AutoRuleVersion.Action.QUEUE)
# The decisions that say a reporter was right.
UPHELD = (
    *(Act.REMOVE_COMMENT, Act.DECLINE_ARTICLE, Act.REMOVE_ARTICLE, Act.HOLD_COMMENT),
    *(Act.LOCK_ARTICLE, Act.LOCK_BRANCH),
)


def weigh(case: Case) -> Case:
    """Set what the queue sorts by, from the rows, of a case whose row is locked. Saves nothing."""
    reporters = list(case.reports.values_list("reporter", flat=True))
    case.report_count = len(reporters)
    case.risk = OF_HELD * case.is_held + sum(precision_of(pk) for pk in reporters)
    case.reach = reach_of(case.thing)
    case.is_caught = is_caught(case)
    case.is_newcomers = is_new(case.thing.author, at=case.opened_at)
    return case


def is_caught(case: Case) -> bool:
    if case.comment_id is None:
        return False
    return Hit.objects.filter(comment=case.comment_id, is_shadow=False, version__action__in=PUTS_HERE).exists()


def precision_of(reporter: int | None) -> float:
    """How often somebody's reports were upheld: (upheld + 1) / (decided + 2), Laplace's rule of succession.

    A half for whoever was never judged, and for those without an account.
    """
    if reporter is None:
        return 0.5
    latest = Report.objects.filter(reporter=reporter, case__decision__isnull=False).order_by("-reported_at")
    acts = list(latest.values_list("case__decision__act", flat=True)[:REMEMBERED])
    return (sum(act in UPHELD for act in acts) + 1) / (len(acts) + 2)


def reach_of(thing: Comment | Article) -> int:
    """Those who surely saw it: they voted on it or answered."""
    answers = thing.reply_count if isinstance(thing, Comment) else thing.comment_count
    return thing.up + thing.down + answers


def is_new(person: User, *, at: datetime) -> bool:
    return at - person.joined_at < NEW_FOR
