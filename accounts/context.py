"""What every page knows about its reader besides who it is."""

from django.http import HttpRequest

from accounts.preferences import Theme, theme_of


def theme(request: HttpRequest) -> dict[str, Theme]:
    return {"theme": theme_of(request)}
