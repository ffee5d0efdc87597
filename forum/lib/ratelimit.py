"""How often one person may do a thing: counted in the cache, for what costs time but leaves nothing to count.

What does leave something is counted in the database (forum.comments.pacing). Where the cache is away nothing is
limited.
"""

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from forum.lib.refusing import too_fast


def rate_limit[R: HttpRequest, **P](
    action: str, *, methods: Collection[str] = ("POST",)
) -> Callable[[Callable[Concatenate[R, P], HttpResponse]], Callable[Concatenate[R, P], HttpResponse]]:
    """Answer 429 to a signed-in person past settings.RATES[action]; those who are not share one count."""

    def decorate(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
        @wraps(view)
        def respond(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            wait = spend(action, who=request.user.pk or 0) if request.method in methods else 0
            return too_fast(request, seconds=wait) if wait else view(request, *args, **kwargs)

        return respond

    return decorate


def spend(action: str, *, who: int | str) -> int:
    """Count one more. 0, or the seconds until the next is allowed."""
    most, seconds = settings.RATES[action]
    window, elapsed = divmod(int(time.time()), seconds)
    key = f"rate:{action}:{who}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache has forgotten it, or does not answer
        return 0
    return 0 if count <= most else seconds - elapsed
