"""What is mailed, how often; ending it by one click; and the private feed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.lib.caching import for_one
from forum.lib.feeds import absolute, as_atom
from forum.notifications.feeds import feed_address, make_key, private_feed, revoke_key
from forum.notifications.forms_mail import RhythmsForm
from forum.notifications.gathering import address_of
from forum.notifications.leaving import choose_rhythms, leave, named, read_token
from forum.notifications.mailing import refusal_of, try_address_again
from forum.notifications.planning import plan_digests


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: SignedInRequest) -> HttpResponse:
    """How often somebody is mailed of what."""
    form = RhythmsForm(request.POST) if request.method == "POST" else RhythmsForm.of(request.user)
    if form.is_bound and form.is_valid():
        choose_rhythms(request.user, form.rhythms())
        plan_digests(request.user, at=timezone.now())
        messages.success(request, _("Kept. Mail comes like this from now on."))
        return redirect("mail")
    about = {
        "form": form,
        "address": address_of(request.user),
        "refused": refusal_of(request.user.email),
        "minutes": settings.MAIL_AFTER_MINUTES,
        "feed": absolute(path) if (path := feed_address(request.user)) else "",
    }
    return for_one(render(request, "notifications/mail_settings.html", about, status=422 if form.is_bound else 200))


@require_POST
def try_again(request: SignedInRequest) -> HttpResponse:
    """Mail to an address that was refused."""
    if try_address_again(request.user.email):
        messages.success(request, _("The next mail is sent there again."))
    return redirect("mail")


@require_POST
def renew_feed(request: SignedInRequest) -> HttpResponse:
    make_key(request.user, at=timezone.now())
    messages.success(request, _("This is the address of your feed now. No other shows it."))
    return redirect("mail")


@require_POST
def revoke_feed(request: SignedInRequest) -> HttpResponse:
    revoke_key(request.user)
    messages.success(request, _("Your feed is gone: its address shows nothing any more."))
    return redirect("mail")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # mail programs send it (RFC 8058), without cookies: what lets it through is the signature in its address
@login_not_required
def leave_mail(request: HttpRequest, token: str) -> HttpResponse:
    """A look changes nothing: programs that look for viruses look at every address in a mail."""
    leaving = read_token(token)
    if leaving is None:
        raise Http404
    if request.method == "POST":
        leave(leaving, at=timezone.now())
    about = {"named": named(leaving), "is_done": request.method == "POST", "is_muted": leaving.node is not None}
    return for_one(render(request, "notifications/leave.html", about))


@require_safe
@login_not_required
@conditional_page
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """For whoever has the address, without cookies. Asked for each time, as what was removed leaves at once."""
    response = HttpResponse(
        as_atom(private_feed(key), request.path), content_type="application/atom+xml; charset=utf-8"
    )
    patch_cache_control(response, private=True, no_cache=True)
    response["X-Robots-Tag"] = "noindex"
    return response
