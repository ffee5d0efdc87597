"""A reader's settings and account. Nobody needs an account to choose between light and dark."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entering import ask_to_log_in
from accounts.forms import ReadingForm, ThemeForm
from accounts.models import User
from accounts.preferences import ORDER_COOKIE, remember_theme, theme_of
from accounts.requests import SignedInRequest
from forum.lib.caching import varies_by_reader


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@varies_by_reader
def settings(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        return reading_settings(request, request.user)
    if request.method == "POST":
        return ask_to_log_in(request)
    form = ThemeForm(initial={"theme": theme_of(request)})
    return render(request, "accounts/settings.html", {"form": form, "next": request.GET.get("next", "")})


def reading_settings(request: HttpRequest, reader: User) -> HttpResponse:
    form = ReadingForm(request.POST) if request.method == "POST" else ReadingForm.of(reader)
    if not form.is_valid():
        return render(request, "accounts/reading.html", {"form": form}, status=422 if form.is_bound else 200)
    User.objects.filter(pk=reader.pk).update(**form.cleaned_data)
    messages.success(request, _("Kept. Every page is like this from now on, wherever you are logged in."))
    response = redirect("settings")
    # What was chosen on a page before would speak louder in this browser.
    response.delete_cookie(ORDER_COOKIE, samesite="Lax")
    return response


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the choice, and go back to the page that it was made on."""
    form = ThemeForm(request.POST)
    origin = request.POST.get("next", "")
    if not form.is_valid():
        return render(request, "accounts/settings.html", {"form": form, "next": origin}, status=422)
    ours = url_has_allowed_host_and_scheme(
        origin, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(origin if ours else "settings")
    remember_theme(response, form.cleaned_data["theme"])
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(theme=form.cleaned_data["theme"])
    return response


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


@require_POST
def log_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """End every session of this person, this one too."""
    User.objects.filter(pk=request.user.pk).update(logged_out_at=timezone.now())
    logout(request)
    messages.success(request, _("You are logged out, here and everywhere else."))
    return redirect("account_login")
