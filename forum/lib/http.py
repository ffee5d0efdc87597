"""Small words of HTTP that Django has no name for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def see_other(url: str) -> HttpResponse:
    """303: it is done, and this is where to look at it. htmx follows with its own headers and gets what it swaps in."""
    return HttpResponseRedirect(url, status=303)


def is_htmx(request: HttpRequest) -> bool:
    """Whether the answer is swapped into a page. For views that all may call; a SignedInRequest knows it itself."""
    return request.headers.get("HX-Request") == "true"
