"""What is at another address now: whoever comes to the old one is sent there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control


class MovedOn(Exception):
    """The thing of that key is another one now."""

    def __init__(self, pk: int) -> None:
        super().__init__(pk)
        self.pk = pk


def leads_on[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send on to the same page of what the thing is now, whatever that is called: the address has its key alone.

    For good, as search engines and feed readers are to know; but it may be taken back, so that browsers ask each time.
    """

    @wraps(view)
    def respond(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MovedOn as moved:
            match = request.resolver_match
            address = reverse(match.view_name if match else "", args=[moved.pk])
            response = HttpResponsePermanentRedirect(f"{address}?{request.GET.urlencode()}".rstrip("?"))
            patch_cache_control(response, no_cache=True)
            return response

    return respond
