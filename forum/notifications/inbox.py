"""The inbox: what somebody was told, by branch, the latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.db.models.lookups import LessThan

from accounts.models import User
from forum.lib.stamps import Clock, Stamp
from forum.lib.text import excerpt
from forum.notifications import labels
from forum.notifications.describing import Line, lines_of
from forum.notifications.marking import mark_read
from forum.notifications.models import NUMBERED, Kind, Notification, NotificationQuerySet

# Some lines each: a few screens.
PAGE = 30
# Grouped and paged no further back: whoever was told more has watched too much to read it.
SEARCHED = 1000
# Of the latest of a group.
EXCERPT = 140

# What is told together: replies by what they answer, comments by their article, whatever else by itself.
BRANCH = Case(When(kind=Kind.REPLY, then=F("comment__parent_id")), When(kind=Kind.MENTION, then=F("comment_id")))
GROUP = {"branch": BRANCH, "place": F("comment__article_id")}
KEYS = ("kind", *GROUP, "article_id", "number")


@dataclass(frozen=True)
class Choice:
    """Which of it: of one kind, or of all; unread alone, or not."""

    kind: str = ""
    is_unread: bool = False

    def of(self, notifications: NotificationQuerySet) -> NotificationQuerySet:
        notifications = notifications.filter(kind=self.kind) if self.kind else notifications
        return notifications.unread() if self.is_unread else notifications

    @property
    def query(self) -> str:
        """As addresses carry it: ends with an ampersand where there is any."""
        return f"{f'kind={self.kind}&' * bool(self.kind)}{'unread=1&' * self.is_unread}"


@dataclass(frozen=True)
class Entry:
    """A group, by its latest notification: its line, where that leads, and the latest words where there are any."""

    pk: int
    text: str
    url: str
    told: Stamp
    is_unread: bool
    said: str = ""
    by: str = ""


@dataclass(frozen=True)
class Inbox:
    entries: Sequence[Entry]
    choice: Choice
    next_url: str = ""
    latest: int = 0


@dataclass(frozen=True)
class Group:
    latest: Notification
    count: int
    unread: int
    lines: Mapping[Kind, Mapping[int, Line]] = field(default_factory=dict)


def inbox_of(person: User, choice: Choice, *, after: int | None, now: datetime) -> Inbox:
    groups = grouped(choice.of(Notification.objects.of(person).latest_of(person, SEARCHED).shown()))
    if after is not None:
        groups = groups.filter(LessThan(F("latest"), after))
    found = list(groups.order_by(F("latest").desc())[: PAGE + 1])
    shown = found[:PAGE]
    latest = Notification.objects.for_inbox().in_bulk([group["latest"] for group in shown])
    lines = {
        kind: lines_of(
            kind, [each.number for each in latest.values() if each.kind == kind and each.number], person=person
        )
        for kind in NUMBERED
    }
    clock = Clock(now)
    entries = [
        entry_of(Group(latest[group["latest"]], group["count"], group["unread"], lines), clock)
        for group in shown
        if group["latest"] in latest
    ]
    next_url = f"?{choice.query}after={shown[-1]['latest']}" if len(found) > PAGE else ""
    return Inbox([entry for entry in entries if entry], choice, next_url, shown[0]["latest"] if shown else 0)


def grouped(notifications: NotificationQuerySet) -> QuerySet[Notification, dict[str, Any]]:
    groups: QuerySet[Notification, dict[str, Any]] = (
        notifications.annotate(**GROUP)
        .values(*KEYS)
        .annotate(latest=Max("pk"), count=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True)))
    )
    return groups


def entry_of(group: Group, clock: Clock) -> Entry | None:
    """None where the layer above has nothing to say of it."""
    latest = group.latest
    told, is_unread = clock.stamp(latest.told_at), group.unread > 0
    if latest.number is not None:
        line = group.lines[Kind(latest.kind)].get(latest.number)
        return Entry(latest.pk, line.text, line.url, told, is_unread) if line else None
    if latest.article is not None:
        text = labels.article(latest.kind, latest.article)
        return Entry(latest.pk, text, latest.article.get_absolute_url(), told, is_unread, by=latest.article.author.name)
    comment = latest.comment
    assert comment is not None  # noqa: S101 - a_notification_is_about_one_thing
    text = labels.comments(latest.kind, comment.article, count=group.unread or group.count, is_new=is_unread)
    said = excerpt(comment.body.html, EXCERPT)
    return Entry(latest.pk, text, url_of(group), told, is_unread, said=said, by=comment.author.name)


def url_of(group: Group) -> str:
    """Of one comment its own; of several where they stand together."""
    comment = group.latest.comment
    if comment is None:
        return ""
    if group.count == 1 or group.unread == 1:
        return f"/c/{comment.pk}#c{comment.pk}"
    if group.latest.kind == Kind.REPLY:
        return f"/c/{comment.parent_id}#c{comment.parent_id}"
    return f"{comment.article.get_absolute_url()}?new=1"


def mark_group(person: User, pk: int, *, at: datetime) -> bool:
    """What is told together with this notification, up to it. False where it is none of theirs."""
    theirs = Notification.objects.of(person).annotate(**GROUP)
    key = theirs.filter(pk=pk).values(*KEYS).first()
    if key is None:
        return False
    same = {name: value for name, value in key.items() if value is not None}
    none = {f"{name}__isnull": True for name, value in key.items() if value is None}
    group = theirs.unread().filter(pk__lte=pk, **same, **none).values("pk")
    mark_read(Notification.objects.filter(pk__in=group), person, at=at)
    return True
