"""What every page knows about its reader besides who it is."""

from django.conf import settings
from django.http import HttpRequest

from accounts.preferences import look_of, theme_of


def reader(request: HttpRequest) -> dict[str, object]:
    return {"theme": theme_of(request), "look": look_of(request), "MAIL_IS_PRINTED": settings.MAIL_IS_PRINTED}
