"""The log as all may read it: what was done, by which rule, to what, never in whose words.

Of a removed text it tells how long it was. Whom it befell is told to those alone whom it befell, and to moderators.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.lib.feeds import ENTRIES, Entry, Feed
from forum.lib.numerals import numeral
from forum.lib.stamps import Clock, Stamp
from moderation.models import Act, LoggedAct
from moderation.models.log import LoggedActQuerySet
from moderation.outcomes import headline_of, is_to_be_seen

# A line or two each.
PAGE = 50


@dataclass(frozen=True)
class Asked:
    """Which entries somebody wants to see."""

    act: str = ""
    rule: int | None = None
    comment: int | None = None
    article: int | None = None
    bulk: UUID | None = None
    person: User | None = None

    @property
    def is_folded(self) -> bool:
        """Whether an act in bulk is one line: not where somebody asks for one of its things."""
        return not (self.comment or self.article or self.bulk or self.person)

    def entries(self) -> LoggedActQuerySet:
        wanted: dict[str, object] = {"act": self.act, "rule": self.rule, "bulk": self.bulk}
        wanted |= {"comment": self.comment, "article": self.article}
        entries = LoggedAct.objects.filter(**{name: value for name, value in wanted.items() if value})
        if self.person:
            entries = entries.about(self.person)
        return entries.folded() if self.is_folded else entries


@dataclass(frozen=True)
class Line:
    """An entry as the log shows it."""

    number: int
    act: str
    # How many were done in one go, where that is more than this one.
    count: int
    bulk: UUID | None
    written: Stamp
    written_at: datetime
    role: str
    name: str
    rule: str
    rule_id: int | None
    what: str
    is_article: bool
    # Empty where it leads nowhere.
    url: str
    headline: str
    length: int
    until: Stamp | None
    reverts: int | None
    reverted_by: int | None
    digest: str
    # Of what was moved or merged.
    moved: "Moved | None"
    # The filter of the log that finds all about the same thing; empty where it is about none.
    same: str

    @property
    def title(self) -> str:
        """In one line: what, how often, for which rule."""
        act = f"{self.act} × {numeral(self.count)}" if self.count > 1 else self.act
        return f"{act} · {self.rule}" if self.rule else act

    @property
    def characters(self) -> str:
        return ngettext("%(length)s character", "%(length)s characters", self.length) % {"length": numeral(self.length)}


@dataclass(frozen=True)
class Moved:
    """From which article to which, by their titles; where the second is to be found, if it is."""

    origin: str
    to: str
    url: str


@dataclass(frozen=True)
class LogPage:
    lines: Sequence[Line]
    next_after: int | None


def log_page(asked: Asked, *, after: int | None, now: datetime) -> LogPage:
    entries = asked.entries() if after is None else asked.entries().filter(number__lt=after)
    found = list(entries.for_log_page().newest_first()[: PAGE + 1])
    lines = lines_of(found[:PAGE], Clock(now), is_folded=asked.is_folded)
    return LogPage(lines, found[PAGE - 1].number if len(found) > PAGE else None)


def line_of(number: int, *, now: datetime) -> Line:
    """One entry by itself. Raises Http404."""
    entry = LoggedAct.objects.for_log_page().filter(number=number).first()
    if entry is None:
        raise Http404
    return lines_of([entry], Clock(now), is_folded=False)[0]


def lines_of(entries: Sequence[LoggedAct], clock: Clock, *, is_folded: bool) -> list[Line]:
    counts = counted(entries) if is_folded else {}
    return [shown(entry, clock, counts.get((entry.bulk, entry.act), 1)) for entry in entries]


def counted(entries: Iterable[LoggedAct]) -> Mapping[tuple[UUID | None, str], int]:
    """How many of each act were done in each bulk."""
    bulks = {entry.bulk for entry in entries if entry.bulk}
    if not bulks:
        return {}
    rows = LoggedAct.objects.filter(bulk__in=bulks).order_by().values_list("bulk", "act").annotate(count=Count("pk"))
    return {(bulk, act): count for bulk, act, count in rows}


def shown(entry: LoggedAct, clock: Clock, count: int) -> Line:
    thing = entry.comment or entry.article
    is_there = thing is not None and is_to_be_seen(thing)
    reverted_by: LoggedAct | None = getattr(entry, "reverted_by", None)
    return Line(
        number=entry.number,
        act=str(Act(entry.act).label),
        count=count,
        bulk=entry.bulk,
        written=clock.stamp(entry.written_at),
        written_at=entry.written_at,
        role=entry.get_role_display(),
        name=names_of(entry) if settings.LOG_NAMES_MODERATORS else "",
        rule=entry.rule_title,
        rule_id=entry.rule_id,
        what=what_of(entry) if count == 1 else "",
        is_article=entry.article_id is not None,
        url=thing.get_absolute_url() if thing and is_there and count == 1 else "",
        headline=headline_of(thing) if thing and count == 1 else "",
        length=0 if is_there or thing is None or count > 1 else getattr(entry, "length", 0),
        until=clock.stamp(entry.until) if entry.until else None,
        reverts=entry.reverts_id,
        reverted_by=reverted_by.number if reverted_by else None,
        digest=entry.digest,
        moved=moved_of(entry) if count == 1 else None,
        same=same_as(entry),
    )


def moved_of(entry: LoggedAct) -> Moved | None:
    origin, to = entry.from_article, entry.to_article
    if origin is None or to is None:
        return None
    return Moved(headline_of(origin), headline_of(to), to.get_absolute_url() if is_to_be_seen(to) else "")


def names_of(entry: LoggedAct) -> str:
    """Who did it: two, where one confirmed what the other proposed."""
    beside = entry.particulars
    return ", ".join(person.name for person in (beside.by, beside.confirmed_by) if person)


def same_as(entry: LoggedAct) -> str:
    if entry.comment_id:
        return f"comment={entry.comment_id}"
    return f"article={entry.article_id}" if entry.article_id else ""


def what_of(entry: LoggedAct) -> str:
    if entry.comment_id:
        return _("A comment")
    return _("An article") if entry.article_id else ""


# -- Its feed ---------------------------------------------------------------------------------------------------------


def log_feed() -> Feed:
    entries = list(LoggedAct.objects.folded().for_log_page().newest_first()[:ENTRIES])
    lines = lines_of(entries, Clock(timezone.now()), is_folded=True)
    return Feed(_("Moderators’ log"), reverse("log"), [feed_entry(line) for line in lines])


def feed_entry(line: Line) -> Entry:
    return Entry(
        title=line.title,
        url=reverse("log_entry", args=[line.number]),
        author=line.name or line.role,
        html=feed_html(line),
        published_at=line.written_at,
        updated_at=line.written_at,
    )


def feed_html(line: Line) -> SafeString:
    moved = [line.moved.origin, "→", line.moved.to] if line.moved else []
    return format_html("<p>{}</p>", " ".join(filter(None, [line.title, line.what, line.headline, *moved])))
