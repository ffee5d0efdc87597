"""What every page knows about its reader besides who it is."""

from django.conf import settings
from django.http import HttpRequest

from accounts.preferences import theme_of


def reader(request: HttpRequest) -> dict[str, object]:
    return {"theme": theme_of(request), "MAIL_IS_PRINTED": settings.MAIL_IS_PRINTED}
