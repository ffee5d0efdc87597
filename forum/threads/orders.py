"""In which order an article's threads stand. The browser remembers the choice; replies are always chronological.

The order asked for last in this browser comes before the one that somebody has in their settings.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.preferences import ORDER_COOKIE as COOKIE
from accounts.preferences import YEAR, preferences_of

DEFAULT = "best"


@dataclass(frozen=True, slots=True)
class Order:
    """A stored column, then the id, both in one direction, and an index of exactly that."""

    label: Promise
    column: str
    direction: str = "DESC"

    @property
    def beyond(self) -> str:
        return "<" if self.direction == "DESC" else ">"


ORDERS = {
    "best": Order(_("Best"), "rank"),
    "newest": Order(_("Newest"), "published_at"),
    "oldest": Order(_("Oldest"), "published_at", "ASC"),
    "discussed": Order(_("Most discussed"), "reply_count"),
}


def order_of(request: HttpRequest) -> str:
    """The order asked for, or the one that this browser asked for last, or the reader's."""
    asked = (request.GET.get("order"), request.COOKIES.get(COOKIE), preferences_of(request.user).order)
    return next((order for order in asked if order in ORDERS), DEFAULT)


def remember_order(response: HttpResponse, request: HttpRequest) -> None:
    """Keep an order that was chosen; the next page of a list only carries it along."""
    chosen = request.GET.get("order")
    if chosen in ORDERS and "after" not in request.GET and request.COOKIES.get(COOKIE) != chosen:
        response.set_cookie(
            COOKIE, chosen, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
