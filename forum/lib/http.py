"""Small words of HTTP that Django has no name for."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def see_other(url: str) -> HttpResponse:
    """303: it is done, and this is where to look at it. htmx follows with its own headers and gets what it swaps in."""
    return HttpResponseRedirect(url, status=303)


def back_to(request: HttpRequest, anchor: str, *, otherwise: str) -> HttpResponse:
    """303 to the page that the request came from, at this element of it; elsewhere where it came from none of ours."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return see_other(urlsplit(page)._replace(fragment=anchor).geturl() if is_ours else otherwise)


def is_htmx(request: HttpRequest) -> bool:
    """Whether the answer is swapped into a page. For views that all may call; a SignedInRequest knows it itself."""
    return request.headers.get("HX-Request") == "true"
