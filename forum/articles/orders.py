"""In which order the front page stands. The browser remembers the choice.

Each order is something of the article, then its id, both descending, and has an index of exactly that. What each is
worth to readers stands on a page of its own (templates/articles/ranking.html).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Func
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.articles.models import Article
from forum.lib.pagination import number_of, time_of

COOKIE = "front_order"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Order:
    label: Promise
    # What it stands by, for the database and of an article at hand.
    column: F | Func
    of: Callable[[Article], int | datetime]


def last_sign(article: Article) -> datetime:
    """The last comment; for an article without one, its publication."""
    return article.last_comment_at or article.began_at


ORDERS = {
    "hot": Order(_("Hot"), F("hot"), lambda article: article.hot),
    "new": Order(_("New"), F("published_at"), lambda article: article.began_at),
    "active": Order(_("Active"), Coalesce("last_comment_at", "published_at"), last_sign),
    "top": Order(_("Top"), F("score"), lambda article: article.score),
    "discussed": Order(_("Discussed"), F("comment_count"), lambda article: article.comment_count),
}
DEFAULT = "hot"


@dataclass(frozen=True, slots=True)
class Window:
    """The time of which "top" shows the best."""

    label: Promise
    # None: since ever.
    length: timedelta | None


WINDOWS = {
    "day": Window(_("Day"), timedelta(days=1)),
    "week": Window(_("Week"), timedelta(days=7)),
    "month": Window(_("Month"), timedelta(days=30)),
    "all": Window(_("All time"), None),
}
DEFAULT_WINDOW = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """An order, and the window that "top" would have in it."""

    order: str
    window: str

    @property
    def length(self) -> timedelta | None:
        return WINDOWS[self.window].length if self.order == "top" else None

    @property
    def query(self) -> str:
        return f"order={self.order}&of={self.window}" if self.order == "top" else f"order={self.order}"


def choice_of(request: HttpRequest) -> Choice:
    """The order asked for, or the one that this browser asked for last."""
    kept_order, _dash, kept_window = request.COOKIES.get(COOKIE, "").partition("-")
    order = first_in(ORDERS, request.GET.get("order"), kept_order) or DEFAULT
    return Choice(order, first_in(WINDOWS, request.GET.get("of"), kept_window) or DEFAULT_WINDOW)


def first_in(known: "dict[str, Order] | dict[str, Window]", *words: str | None) -> str | None:
    return next((word for word in words if word in known), None)


def remember_choice(response: HttpResponse, request: HttpRequest) -> None:
    """Keep an order that was chosen; the next page of a list only carries it along."""
    choice = choice_of(request)
    value = f"{choice.order}-{choice.window}"
    if request.GET.get("order") in ORDERS and "after" not in request.GET and request.COOKIES.get(COOKIE) != value:
        response.set_cookie(
            COOKIE, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


def as_number(value: int | datetime) -> int:
    """For an address."""
    return number_of(value) if isinstance(value, datetime) else value


def from_number(number: int, order: str) -> int | datetime:
    return time_of(number) if order in ("new", "active") else number
