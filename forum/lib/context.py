"""What every page knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "ARTICLES_WAIT": settings.ARTICLES_WAIT,
        # The live service hears through Redis: without it pages ask.
        "HAS_STREAMS": bool(settings.REDIS_URL),
    }
