"""Telling writers before they begin what holds for them here: a quiet line above the text.

What is on the person is known below. What holds under an article the layers above know: a higher app registers it in
the `ready()` of its AppConfig.

    forewarn_with(Forewarner(may_apply, lines))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Restriction, User
from accounts.restrictions import in_force, slowed, strictest, what_it_is
from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.comments.pacing import free_at
from forum.comments.policy import Viewer


@dataclass(frozen=True)
class Forewarner:
    """`may_apply` tells of the article of an outer query whether there may be anything to say, `lines` says it."""

    may_apply: Callable[[datetime], Exists]
    lines: Callable[[User, Article, datetime], Sequence[str]]


_forewarners: list[Forewarner] = []


def forewarn_with(forewarner: Forewarner) -> None:
    if forewarner not in _forewarners:
        _forewarners.append(forewarner)


def with_forewarnings(articles: ArticleQuerySet, viewer: Viewer, *, now: datetime) -> ArticleQuerySet:
    """Each knows of each forewarner whether to ask it, in the statement that fetches it: its page has none to spare."""
    if not isinstance(viewer, User):
        return articles
    return articles.annotate(**{key_of(place): each.may_apply(now) for place, each in enumerate(_forewarners)})


def forewarnings(author: User, article: Article, *, now: datetime) -> tuple[str, ...]:
    """A sentence or two each. Of an article that came without its answers (with_forewarnings) all are asked."""
    known = vars(article)
    asked = [each for place, each in enumerate(_forewarners) if known.get(key_of(place), True)]
    return (*on_person(author), *(line for each in asked for line in each.lines(author, article, now)))


def key_of(place: int) -> str:
    return f"forewarned_{place}"


def on_person(author: User) -> list[str]:
    lines = []
    if slow := slowed(author):
        minutes = timedelta(minutes=slow.minutes or 0)
        lines.append(with_time(what_it_is(slow), free_at(author, 1, minutes)))
    if waits := strictest(in_force(author), Restriction.Kind.PREMODERATE):
        lines.append(what_it_is(waits))
    return lines


def with_time(line: str, at: datetime | None) -> str:
    """With the time from which on one may post again; None: now."""
    if at is None:
        return line
    clock = date_format(timezone.localtime(at), "TIME_FORMAT")
    return f"{line} {_('You can post again from %(clock)s on.') % {'clock': clock}}"
