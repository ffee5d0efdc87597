"""What the pages of the queue ask while they are looked at."""

from hashlib import sha256

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from accounts.requests import SignedInRequest
from moderation.live import changes, shown_by
from moderation.views_queue import choice_of


@require_safe
def live(request: SignedInRequest) -> HttpResponse:
    """304 where the page has it already."""
    choice = choice_of(request)
    response = JsonResponse(changes(shown_by(request.GET), choice))
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, private=True, no_cache=True)
    answer: HttpResponse = condition(etag_func=lambda _request: tag)(lambda _request: response)(request)
    return answer
