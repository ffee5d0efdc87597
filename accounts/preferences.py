"""What a browser remembers about reading. It lives in cookies: it belongs to a screen, not to a person."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"
YEAR = 365 * 24 * 3600


class Theme(models.TextChoices):
    SYSTEM = "", _("As the system has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


def theme_of(request: HttpRequest) -> Theme:
    word = request.COOKIES.get(THEME_COOKIE, "")
    return Theme(word) if word in Theme.values else Theme.SYSTEM


def remember_theme(response: HttpResponse, theme: Theme) -> None:
    if theme is Theme.SYSTEM:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
