"""What stands in a mail: asked when it is begun, and again each time that it is about to be sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from allauth.account.models import EmailAddress
from django.db.models import Count

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.notifications.describing import Line, lines_by_notification
from forum.notifications.models import (
    OWED,
    Mail,
    MailPlan,
    Notification,
    NotificationQuerySet,
    RefusedAddress,
    Rhythm,
)
from forum.notifications.recipients import reachable
from forum.notifications.rhythms import rhythms_of
from forum.threads.attending import levels_of, nearest
from forum.threads.models import Attention
from forum.threads.nodes import nodes_of

# What is older waits in the inbox: a mail is about what happens.
NO_OLDER = timedelta(days=14)
# Nobody reads more in a mail, and mail programs cut what is longer than a hundred kilobytes.
SHOWN = 30
# Of one discussion, so that a loud one does not drown the others.
OF_ONE = 12
# Of which those are taken that are not muted since.
LOOKED_AT = 4 * SHOWN


@dataclass(frozen=True)
class Discussion:
    """What is told of one article's comments, as they stand in it; and how many there are besides."""

    article: Article
    comments: Sequence[tuple[Notification, Comment]]
    more: int


@dataclass(frozen=True)
class Gathered:
    discussions: Sequence[Discussion] = ()
    articles: Sequence[tuple[Notification, Article]] = ()
    # What moderators did, in the words of the layer above.
    decided: Sequence[tuple[Notification, Line]] = ()
    # In discussions that are not shown at all.
    elsewhere: int = 0

    def __bool__(self) -> bool:
        return bool(self.discussions or self.articles or self.decided)

    @property
    def kinds(self) -> set[str]:
        return {each.kind for each in self.told}

    @property
    def keys(self) -> set[int]:
        return {each.pk for each in self.told}

    @property
    def told(self) -> list[Notification]:
        pairs = [*self.articles, *self.decided, *(pair for each in self.discussions for pair in each.comments)]
        return [each for each, _thing in pairs]


def address_of(person: User) -> str:
    """Where their mail goes; empty where none may: they never showed it to be theirs, or it is refused."""
    if not person.email or RefusedAddress.objects.filter(address=person.email.lower()).exists():
        return ""
    is_theirs = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists()
    return person.email if is_theirs else ""


def planned(plan: MailPlan, *, now: datetime) -> NotificationQuerySet:
    """What nobody has mailed to them, and they have not read, of the kinds that they want in this rhythm."""
    kinds = [kind for kind, rhythm in rhythms_of(plan.person).items() if rhythm == plan.rhythm]
    waiting = Notification.objects.of(plan.person).filter(mail=None, told_at__gt=now - NO_OLDER, kind__in=kinds)
    if plan.rhythm == Rhythm.AT_ONCE:
        waiting = waiting.at(plan.place)
    return still(waiting, plan.person, now=now)


def mailed(mail: Mail, *, now: datetime) -> NotificationQuerySet:
    """What it was begun with and may still be told: not what was read meanwhile, or is gone."""
    return still(Notification.objects.filter(mail=mail), mail.person, now=now)


def still(notifications: NotificationQuerySet, person: User, *, now: datetime) -> NotificationQuerySet:
    """To whoever is kept out only what was decided about them; to a closed account nothing."""
    if not person.is_active:
        return notifications.none()
    unread = notifications.unread().shown()
    return unread if reachable([person.pk], now) else unread.filter(kind__in=OWED)


def gather(notifications: NotificationQuerySet, person: User, *, now: datetime) -> Gathered:
    """As many as a mail holds: the latest, where there are more."""
    latest = notifications.for_mail().order_by("-told_at", "-pk")[:LOOKED_AT]
    mutes = Attention.objects.of(person).in_force(now).muted().exists()
    told = [each for each in latest if not (mutes and is_muted(each, person, now=now))]
    left_out = len(latest) - len(told)
    shown = fairly(told)
    counts = dict(notifications.filter(comment__isnull=False).values_list("comment__article").annotate(Count("pk")))
    pairs = sorted(
        ((each, each.comment) for each in shown if each.comment),
        key=lambda pair: (pair[1].article_id, pair[1].tree_id, pair[1].lft),
    )
    discussions = [
        discussion(list(comments), counts.pop(article_id))
        for article_id, comments in groupby(pairs, key=lambda pair: pair[1].article_id)
    ]
    lines = lines_by_notification(shown, person=person)
    return Gathered(
        discussions=discussions,
        articles=[(each, each.article) for each in shown if each.article],
        decided=[(each, lines[each.pk]) for each in shown if each.pk in lines],
        elsewhere=max(0, sum(counts.values()) - left_out),
    )


def fairly(told: Sequence[Notification]) -> list[Notification]:
    taken: Counter[int] = Counter()
    shown = []
    for each in told:
        place = each.comment.article_id if each.comment else 0
        taken[place] += 1
        if not place or taken[place] <= OF_ONE:
            shown.append(each)
    return shown[:SHOWN]


def discussion(comments: list[tuple[Notification, Comment]], count: int) -> Discussion:
    _first, comment = comments[0]
    return Discussion(comment.article, comments, more=max(0, count - len(comments)))


def is_muted(notification: Notification, person: User, *, now: datetime) -> bool:
    """By what they have muted since."""
    thing = notification.comment or notification.article
    if thing is None:
        return False
    nodes = nodes_of(thing)
    return nearest(levels_of([person.pk], nodes, now)[person.pk], nodes) == Attention.Level.MUTE
