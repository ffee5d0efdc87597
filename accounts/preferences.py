"""How somebody reads. Who is signed in finds it on every device; a passer-by's order and theme live in cookies."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

THEME_COOKIE, ORDER_COOKIE = "theme", "order"
YEAR = 365 * 24 * 3600
# Of a list of replies: ranks are stored to that place and no further (forum.comments.models.FOLD_CAP).
FEWEST_SHOWN, MOST_SHOWN = 2, 10
# Nobody means a threshold below this; who wants none says so.
LOWEST_FOLD = -1000


class Theme(models.TextChoices):
    SYSTEM = "", _("As the system has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "", _("Comfortable")
    COMPACT = "compact", _("Compact")


class TextSize(models.TextChoices):
    """Beside what the browser itself is set to."""

    SMALL = "small", _("Small")
    NORMAL = "", _("Normal")
    LARGE = "large", _("Large")
    LARGER = "larger", _("Larger")


class Motion(models.TextChoices):
    SYSTEM = "", _("As the system has it")
    REDUCED = "reduced", _("Reduced")


class Keys(models.TextChoices):
    """Whether a letter alone does something, where nobody is writing."""

    ON = "", _("On")
    OFF = "off", _("Off")


class Updates(models.TextChoices):
    """Whether a page that is open hears of what comes meanwhile."""

    ON = "", _("On")
    OFF = "off", _("Off")


class ThreadOrder(models.TextChoices):
    """The names of forum.threads.orders, which knows what they stand for."""

    BEST = "best", _("Best")
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    DISCUSSED = "discussed", _("Most discussed")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the reading pages ask of their reader."""

    order: str
    # Of a list of replies, before it folds.
    replies_shown: int
    # Comments whose score is below are folded; None for whoever wants to see them all.
    fold_below: int | None

    def folds(self, score: int) -> bool:
        return self.fold_below is not None and score < self.fold_below


def preferences_of(reader: "User | AnonymousUser") -> Preferences:
    """The reader's own, and the site's where they have none. Asks the database nothing: they came with the session."""
    if not reader.is_authenticated:
        return Preferences("", settings.REPLIES_SHOWN, settings.FOLD_BELOW)
    fold_below = settings.FOLD_BELOW if reader.fold_below is None else reader.fold_below
    return Preferences(
        order=reader.order,
        replies_shown=reader.replies_shown or settings.REPLIES_SHOWN,
        fold_below=None if reader.never_folds else fold_below,
    )


def look_of(request: HttpRequest) -> dict[str, str]:
    """What <html> says for styles and behaviours, as data- attributes: only what the reader chose to have otherwise."""
    reader = reader_of(request)
    if not reader.is_authenticated:
        return {}
    chosen = {"density": reader.density, "size": reader.text_size, "motion": reader.motion}
    chosen |= {"keys": reader.keys, "updates": reader.updates}
    return {name: word for name, word in chosen.items() if word}


def theme_of(request: HttpRequest) -> Theme:
    reader = reader_of(request)
    word = reader.theme if reader.is_authenticated else request.COOKIES.get(THEME_COOKIE, "")
    return Theme(word) if word in Theme.values else Theme.SYSTEM


def reader_of(request: HttpRequest) -> "User | AnonymousUser":
    """Error pages may come before it is known who reads."""
    return getattr(request, "user", AnonymousUser())


def remember_theme(response: HttpResponse, theme: Theme) -> None:
    if theme is Theme.SYSTEM:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


@cache
def time_zones() -> frozenset[str]:
    """The zones that somebody can live in; the rest of the database are old names and machinery."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "US/")))


def zone_of(reader: "User | AnonymousUser") -> ZoneInfo | None:
    """Where the reader's clocks stand, if they said so and this machine knows it."""
    name = reader.time_zone if reader.is_authenticated else ""
    return ZoneInfo(name) if name in time_zones() else None
