"""What stands beside a case: what was said around it, and who wrote it, so that nobody has to go and look."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.querysets import CommentQuerySet
from forum.lib.stamps import Clock, Stamp
from forum.lib.text import excerpt, shorten
from forum.threads import labels
from forum.threads.reading import upward
from moderation.models import Case, Hit, Note, Report, Rule
from moderation.models.cases import BEGINNING
from moderation.showing import decided_by
from moderation.weighing import PUTS_HERE, is_new

# Of each text around the case; of the article; of what its author wrote besides.
WORDS, PASSAGE, LINE = 280, 420, 110
# The nearest above, and replies to the same comment to either side: what is further away is a link away.
ABOVE, SIBLINGS = 4, 2
# How much of what somebody wrote is shown, and of how much the share that was removed is counted.
LATEST, JUDGED = 20, 100
# Of one case: enough to know what is meant, however many say it.
REPORTS, NOTES, EARLIER, HITS = 30, 20, 5, 5


@dataclass(frozen=True)
class Spoken:
    """A comment around the case's own."""

    comment: Comment
    words: str
    posted: Stamp
    # What became of it, where readers do not see it.
    fate: str


@dataclass(frozen=True)
class Around:
    """What a comment answers, the topmost first, and what else was answered there."""

    above: list[Spoken]
    before: list[Spoken]
    after: list[Spoken]


@dataclass(frozen=True)
class Said:
    """A report, as one says it to another: without how right its reporter usually is."""

    report: Report
    reported: Stamp
    # Where the text was another then.
    words_then: str


@dataclass(frozen=True)
class Noted:
    note: Note
    written: Stamp


@dataclass(frozen=True)
class Author:
    person: User
    badge: str
    joined: Stamp
    is_new: bool
    latest: list[Spoken]
    # Of their latest so many comments so many were removed.
    judged: int
    removed: int
    notes: list[Noted]


def around(comment: Comment, clock: Clock) -> Around:
    if comment.parent_id is None:
        return Around([], [], [])
    up = upward([comment.parent_id], ABOVE - 1)
    siblings = Comment.objects.filter(tree_id=comment.tree_id, parent=comment.parent_id)
    before = siblings.filter(lft__lt=comment.lft).order_by("-lft")[:SIBLINGS]
    after = siblings.filter(lft__gt=comment.lft).order_by("lft")[:SIBLINGS]
    above = Comment.objects.filter(pk__in=up).order_by("level")
    return Around(spoken(above, clock), spoken(before, clock)[::-1], spoken(after, clock))


def spoken(comments: CommentQuerySet, clock: Clock) -> list[Spoken]:
    found = comments.select_related("author", "body")
    return [spoken_as(comment, excerpt(comment.body.html, WORDS), clock) for comment in found]


def spoken_as(comment: Comment, words: str, clock: Clock) -> Spoken:
    return Spoken(comment, words, clock.stamp(comment.published_at or comment.created_at), fate_of(comment))


def fate_of(comment: Comment) -> str:
    """What became of a comment, in a word; empty where it stands."""
    if comment.removed_at:
        return _("removed")
    if comment.deleted_at:
        return _("deleted by its author")
    return _("held") if comment.held_at else ""


def passage_of(article: Article) -> str:
    return article.deck or excerpt(article.html, PASSAGE)


def reports_of(case: Case, clock: Clock) -> list[Said]:
    now = case.comment.body.text if case.comment else ""
    reports = case.reports.select_related("rule", "reporter").order_by("-reported_at")[:REPORTS]
    return [
        Said(
            report,
            clock.stamp(report.reported_at),
            shorten(report.words, WORDS) if case.comment and report.words != now else "",
        )
        for report in reports
    ]


def hits_on(case: Case) -> list[Hit]:
    """Which automatic rules put it here, by which words."""
    if not case.is_caught:
        return []
    hits = Hit.objects.filter(comment=case.comment, is_shadow=False, version__action__in=PUTS_HERE)
    return list(hits.select_related("version__autorule", "version__rule").order_by("pk")[:HITS])


def likely_rule(reports: Sequence[Said], hits: Sequence[Hit]) -> Rule | None:
    """The one that most of those who say something of it name."""
    named = [said.report.rule for said in reports] or [hit.version.rule for hit in hits]
    return Counter(named).most_common(1)[0][0] if named else None


def have_talked(case: Case, viewer: User) -> bool:
    """Whether the viewer has answered its author in the same thread: a hint, no more."""
    comment = case.comment
    if comment is None or comment.author_id == viewer.pk:
        return False
    theirs = Comment.objects.filter(body__author=viewer, tree_id=comment.tree_id)
    return theirs.filter(parent__author=comment.author_id).exists()


def earlier_decisions(case: Case, clock: Clock) -> list[tuple[Stamp, str]]:
    """What was decided of the same thing before, the latest first."""
    earlier = Case.objects.about(case.thing).filter(decision__isnull=False).exclude(pk=case.pk)
    found = earlier.for_states().order_by("-decided_at")[:EARLIER]
    return [(stamp_of(clock, case.decided_at), decided_by(case.decision)) for case in found if case.decision]


def stamp_of(clock: Clock, at: datetime | None) -> Stamp:
    return clock.stamp(at or clock.now)


def author_of(case: Case, clock: Clock) -> Author:
    person = case.thing.author
    latest = latest_of(person)
    return Author(
        person,
        labels.staff(person.role),
        clock.stamp(person.joined_at),
        is_new(person, at=clock.now),
        [spoken_as(comment, shorten(words, LINE), clock) for comment, words in latest[:LATEST]],
        len(latest),
        sum(comment.removed_at is not None for comment, _words in latest),
        [Noted(note, clock.stamp(note.written_at)) for note in Note.objects.about(person).for_case()[:NOTES]],
    )


def latest_of(person: User) -> list[tuple[Comment, str]]:
    """Their latest comments with the beginning of each, by the index of their words."""
    theirs = Comment.objects.filter(body__author=person).order_by("-body__comment")
    found: Iterable[Comment] = theirs.annotate(beginning=Substr("body__text", 1, BEGINNING))[:JUDGED]
    return [(comment, getattr(comment, "beginning", "")) for comment in found]
