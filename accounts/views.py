"""A reader's settings. Nobody needs an account to choose between light and dark."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import ThemeForm
from accounts.preferences import remember_theme, theme_of


@require_safe
@login_not_required
def settings(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(initial={"theme": theme_of(request)})
    return render(request, "accounts/settings.html", {"form": form, "next": request.GET.get("next", "")})


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
    return response
