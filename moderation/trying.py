"""Trying an automatic rule before it acts: what it would have caught, beside what people made of that.

Writes nothing.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from forum.comments.models import Comment
from forum.comments.querysets import CommentQuerySet
from moderation.conditions import HEAT_WINDOW, RATE_WINDOW, REPEATED_WITHIN, Conditions, Facts, span_of
from moderation.models import Act, LoggedAct, Report, Trial

# Comments that are held at once, and those of each kind that a trial shows.
CHUNK, EXAMPLES = 2000, 100
# How far back a trial may look.
PERIODS = {7: timedelta(days=7), 30: timedelta(days=30), 90: timedelta(days=90)}
DAY = timedelta(days=1)


class Judged(StrEnum):
    """What people made of a comment."""

    REMOVED = "removed"
    KEPT = "kept"
    NOT_YET = "not yet"


class Catch(NamedTuple):
    comment_id: int
    span: str


@dataclass
class Findings:
    """What a rule would have caught of so many comments."""

    looked_at: int = 0
    caught: Counter[Judged] = field(default_factory=Counter)
    # The first EXAMPLES of each kind. Those that people kept are its false alarms.
    examples: dict[Judged, list[Catch]] = field(default_factory=lambda: defaultdict(list))
    # Beside the rule as it is now: what the draft alone would catch, and what it would not any more.
    gained: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.caught.total()

    @property
    def precision(self) -> float | None:
        """Of what people judged, the share that they removed. None where they judged none of it."""
        judged = self.caught[Judged.REMOVED] + self.caught[Judged.KEPT]
        return self.caught[Judged.REMOVED] / judged if judged else None

    def kept(self) -> dict[str, object]:
        """For a row of JSON. Of what a draft gains and loses, the numbers and some examples."""
        return {
            "caught": {judged: self.caught[judged] for judged in Judged},
            "precision": self.precision,
            "examples": {judged: self.examples[judged] for judged in Judged},
            "gained": len(self.gained),
            "lost": len(self.lost),
            "gained_examples": self.gained[:EXAMPLES],
            "lost_examples": self.lost[:EXAMPLES],
        }


class Sent(NamedTuple):
    """A comment as it was sent."""

    id: int
    at: datetime
    author_id: int
    joined_at: datetime
    standing: int
    tree_id: int
    text: str
    removed_at: datetime | None


COLUMNS = (
    "id",
    "created_at",
    "author_id",
    "author__joined_at",
    "author__standing",
    "tree_id",
    "body__text",
    "removed_at",
)


def try_rule(
    draft: Conditions,
    *,
    period: timedelta,
    now: datetime,
    live: Conditions | None = None,
    seen: Callable[[int], object] = lambda count: None,
) -> Findings:
    """Hold every comment of a period against a draft, and against the live rule for the difference.

    Rate, heat, repeats, age and number of comments are those of the moment when each was sent; standing and reports are
    today's, as nobody wrote down what they were. Imported comments were never sent here, and are left out.
    """
    found, since = Findings(), now - period
    kept, reports = kept_by_people(), reports_by_comment() if needs_reports(draft, live) else {}
    for sent, facts in facts_since(since, until=now, reports=reports):
        found.looked_at += 1
        seen(1)
        span = span_of(draft, facts)
        if live is not None:
            note_difference(found, sent.id, drafts=span is not None, lives=span_of(live, facts) is not None)
        if span is not None:
            note_catch(found, Catch(sent.id, span), judged(sent, kept))
    return found


def note_catch(found: Findings, catch: Catch, judged: Judged) -> None:
    found.caught[judged] += 1
    if len(found.examples[judged]) < EXAMPLES:
        found.examples[judged].append(catch)


def note_difference(found: Findings, pk: int, *, drafts: bool, lives: bool) -> None:
    if drafts and not lives:
        found.gained.append(pk)
    elif lives and not drafts:
        found.lost.append(pk)


# -- Behind the page --------------------------------------------------------------------------------------------------


def run_trial(trial: Trial, *, now: datetime) -> None:
    """Try its version, beside the live one where that is another, and keep what was found. Again: the same."""
    current, period = trial.version.autorule.current, PERIODS[trial.days]
    live = current.applies_when if current is not None and current != trial.version else None
    trials = Trial.objects.filter(pk=trial.pk)
    trials.update(total=count_sent(now - period, now), looked_at=0)
    looked_at = 0

    def seen(count: int) -> None:
        nonlocal looked_at
        looked_at += count
        if looked_at % CHUNK == 0:
            trials.update(looked_at=looked_at)

    found = try_rule(trial.version.applies_when, period=period, now=now, live=live, seen=seen)
    trials.update(looked_at=found.looked_at, findings=found.kept(), done_at=timezone.now())


def count_sent(begin: datetime, end: datetime) -> int:
    return sent_here(begin, end).count()


# -- What people made of it -------------------------------------------------------------------------------------------


def judged(sent: Sent, kept: set[int]) -> Judged:
    if sent.removed_at is not None:
        return Judged.REMOVED
    return Judged.KEPT if sent.id in kept else Judged.NOT_YET


def kept_by_people() -> set[int]:
    """Comments that somebody looked at and left, released, unfolded or put back."""
    kept = [Act.KEEP, Act.RELEASE_COMMENT, Act.UNFOLD_COMMENT, Act.RESTORE_COMMENT]
    acts = LoggedAct.objects.filter(act__in=kept, comment__isnull=False)
    return set(acts.values_list("comment", flat=True))


def reports_by_comment() -> dict[int, int]:
    counted = Report.objects.filter(case__comment__isnull=False).values_list("case__comment").annotate(Count("pk"))
    return dict(counted)


def needs_reports(*conditions: Conditions | None) -> bool:
    return any(each is not None and each.asks_for_reports for each in conditions)


# -- What was known when each was sent --------------------------------------------------------------------------------


def facts_since(since: datetime, *, until: datetime, reports: dict[int, int]) -> Iterator[tuple[Sent, Facts]]:
    """In the order of time: what came before is counted on the way, from a little before the period on."""
    begin = since - HEAT_WINDOW
    before = comments_before(begin)
    rates: defaultdict[int, deque[datetime]] = defaultdict(deque)
    heats: defaultdict[int, deque[datetime]] = defaultdict(deque)
    texts: defaultdict[int, deque[bytes]] = defaultdict(lambda: deque(maxlen=REPEATED_WITHIN))
    for sent in sent_between(begin, until):
        facts = Facts(
            text=sent.text,
            days_here=(sent.at - sent.joined_at) / DAY,
            comments_before=before[sent.author_id],
            standing=sent.standing,
            rate=count_within(rates[sent.author_id], sent.at, RATE_WINDOW),
            heat=count_within(heats[sent.tree_id], sent.at, HEAT_WINDOW),
            repeats=texts[sent.author_id].count(mark_of(sent.text)),
            reports=reports.get(sent.id, 0),
        )
        before[sent.author_id] += 1
        rates[sent.author_id].append(sent.at)
        heats[sent.tree_id].append(sent.at)
        texts[sent.author_id].append(mark_of(sent.text))
        if sent.at >= since:
            yield sent, facts


def sent_between(begin: datetime, end: datetime) -> Iterator[Sent]:
    rows = sent_here(begin, end).order_by("created_at", "pk").values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    return map(Sent._make, rows)


def sent_here(begin: datetime, end: datetime) -> CommentQuerySet:
    return Comment.objects.filter(created_at__gte=begin, created_at__lt=end, body__imported_with__isnull=True)


def comments_before(moment: datetime) -> Counter[int]:
    earlier = Comment.objects.filter(created_at__lt=moment).order_by().values_list("author").annotate(Count("pk"))
    return Counter(dict(earlier))


def count_within(times: deque[datetime], now: datetime, window: timedelta) -> int:
    """How many of these are within a window that ends now; those before it are forgotten."""
    while times and times[0] <= now - window:
        times.popleft()
    return len(times)


def mark_of(text: str) -> bytes:
    """The same for two texts that differ in case and spaces alone."""
    return blake2b(" ".join(text.lower().split()).encode(), digest_size=16).digest()
