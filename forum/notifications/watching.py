"""What somebody watches and mutes, on one page; and what a node is called there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.comments.models import Comment
from forum.lib.pagination import number_of
from forum.lib.stamps import Clock, Stamp
from forum.notifications.marking import mark_read
from forum.notifications.models import Notification
from forum.threads.models import Attention
from forum.threads.nodes import Node

PAGE = 50


@dataclass(frozen=True)
class Named:
    """A node as its page and the list name it. Of a comment that is gone, or nobody's to see, only that it is one."""

    node: str
    what: str
    name: str
    url: str

    @property
    def settings(self) -> str:
        return reverse("attention", args=[self.node[0], self.node[1:]])


@dataclass(frozen=True)
class Row:
    named: Named
    level: str
    label: str
    set: Stamp
    until: datetime | None


@dataclass(frozen=True)
class WatchingPage:
    rows: Sequence[Row]
    next_after: str = ""


def watching_page(person: User, *, after: tuple[datetime, int] | None, now: datetime) -> WatchingPage:
    theirs = Attention.objects.of(person).in_force(now)
    if after is not None:
        theirs = theirs.beyond(*after)
    found = list(theirs.with_nodes().newest_first()[: PAGE + 1])
    clock = Clock(now)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return WatchingPage(
        [row_of(each, clock) for each in found[:PAGE]],
        f"{number_of(last.set_at)}.{last.pk}" if last else "",
    )


def row_of(each: Attention, clock: Clock) -> Row:
    label = str(Attention.Level(each.level).label)
    return Row(named(each.node, each.thing), each.level, label, clock.stamp(each.set_at), each.until)


def find_node(node: Node, *, viewer: User) -> Article | Comment | User | Tag | None:
    """None where it is not there for this viewer. Somebody in an imported thread has no page, and cannot be muted."""
    match node.sort:
        case "a":
            return Article.objects.visible_to(viewer).filter(pk=node.pk).first()
        case "c":
            visible = Comment.objects.visible_to(viewer).filter(article__in=Article.objects.visible_to(viewer))
            return visible.select_related("article", "author").filter(pk=node.pk).first()
        case "u":
            return User.objects.filter(pk=node.pk, imported_source__isnull=True).first()
        case _tag:
            return Tag.objects.filter(pk=node.pk).first()


def named(node: Node, thing: Article | Comment | User | Tag | None) -> Named:
    match thing:
        case Article():
            return Named(str(node), _("Article"), thing.headline, thing.get_absolute_url())
        case Comment():
            by = thing.author.name if thing.is_published else ""
            name = _("%(name)s on “%(title)s”") if by else _("A comment on “%(title)s”")
            words = name % {"name": by, "title": thing.article.headline}
            return Named(str(node), _("Branch"), words, f"/c/{thing.pk}")
        case User():
            return Named(str(node), _("Person"), thing.name, f"/u/{thing.username}")
        case Tag():
            return Named(str(node), _("Tag"), thing.name, thing.get_absolute_url())
        case _gone:
            return Named(str(node), "", "", "")


def forget_unread_below(node: Node, *, person: User, at: datetime) -> None:
    """Muted: what was told of it is put away as read. Of an article, a branch and a person; tags bring too much."""
    unread = Notification.objects.of(person).unread()
    match node.sort:
        case "a":
            unread = unread.filter(Q(comment__article=node.pk) | Q(article=node.pk))
        case "c":
            here = Comment.objects.filter(pk=node.pk)
            tree, left, right = (here.values(column)[:1] for column in ("tree_id", "lft", "rght"))
            unread = unread.filter(comment__tree_id=tree, comment__lft__gte=left, comment__lft__lt=right)
        case "u":
            unread = unread.filter(Q(comment__author=node.pk) | Q(article__author=node.pk))
        case _tag:
            return
    mark_read(Notification.objects.filter(pk__in=unread.values("pk")), person, at=at)
