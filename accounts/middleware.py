"""Who is not logged in, and where the clocks of those who are stand."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts.entering import ask_to_log_in, page_before
from accounts.preferences import zone_of
from forum.lib.http import is_htmx


class LogInFirst(LoginRequiredMiddleware):
    """Sends people to the log-in page, and back. What they typed goes with them: a session may end while one writes."""

    def handle_no_permission(  # type: ignore[override]  # theirs only ever redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method == "POST":
            return ask_to_log_in(request)
        if is_htmx(request):
            # Put into the middle of a page, a log-in page would be a riddle.
            return HttpResponseClientRedirect(redirect_to_login(page_before(request), reverse("account_login")).url)
        return super().handle_no_permission(request, view_func)


class InReadersZone:
    """Times on the pages of somebody who said where they live are told in that zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)
