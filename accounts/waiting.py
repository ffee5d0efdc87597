"""The answer to whoever asks allauth's pages too often: when to come back. allauth itself does not say."""

import time
from collections.abc import Iterator
from math import ceil

from allauth.core.internal.ratelimit import Rate, get_cache_key, get_rates
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from forum.lib.refusing import too_fast

APP = "allauth.account"
# Which limits (settings.ACCOUNT_RATE_LIMITS) a page has; another one may have any.
ACTIONS = {
    "account_login": ["login"],
    "account_signup": ["signup", "account_made"],
    "account_reset_password": ["reset_password"],
    "account_email": ["manage_email"],
    "account_change_password": ["change_password"],
}
# Where the cache has forgotten it since.
A_MINUTE = 60


def too_often(request: HttpRequest) -> HttpResponse:
    """429, with Retry-After. For forum.urls.handler429."""
    return too_fast(request, seconds=seconds_to_wait(request))


def seconds_to_wait(request: HttpRequest) -> int:
    waits = [wait_of(request, action, rate) for action, rate in limits_of(request)]
    return max(ceil(max(waits, default=0)), 0) or A_MINUTE


def limits_of(request: HttpRequest) -> Iterator[tuple[str, Rate]]:
    match = request.resolver_match
    actions = ACTIONS.get(match.url_name or "" if match else "", list(settings.ACCOUNT_RATE_LIMITS))
    for action in actions:
        for rate in get_rates(app=APP, action=action):
            if rate.per != "user" or request.user.is_authenticated:
                yield action, rate


def wait_of(request: HttpRequest, action: str, rate: Rate) -> float:
    """Until the oldest of as many as are allowed is too old to count; 0 where there are not so many."""
    address = request.POST.get("email", "").lower()
    times = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=address)) or []
    return times[rate.amount - 1] + rate.duration - time.time() if len(times) >= rate.amount else 0
