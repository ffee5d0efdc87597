"""Logging in, signing up, and what is carried along."""

from http import HTTPStatus
from urllib.parse import urlsplit

from allauth.account.views import ConfirmEmailVerificationCodeView, LoginView, SignupView
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.arriving import watch_arrivals
from accounts.forms import LogInForm, SignUpForm
from accounts.kept import carried_form, keep_form

# Seconds over which failures from one network are counted (settings.ACCOUNT_RATE_LIMITS, login_failed).
WINDOW = 300


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """The answer to the POST of somebody who is not logged in: the log-in page, with what was typed.

    Afterwards they are at the composer that they sent, which has a page of its own; after a mere button, where
    it stood.
    """
    carried = carried_form(request)
    context = {
        "form": LogInForm(),
        "signup_url": reverse("account_signup"),
        "carried": carried,
        "next": request.path if carried else page_before(request),
    }
    return render(request, "account/login.html", context, status=403)


def page_before(request: HttpRequest) -> str:
    """The address on this site that the request came from."""
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return urlsplit(address).path if is_ours else reverse("front")


class LogIn(LoginView):
    form_class = LogInForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"carried": carried_form(self.request)}

    def form_valid(self, form: LogInForm) -> HttpResponse:
        keep_form(self.request)
        return super().form_valid(form)

    def form_invalid(self, form: LogInForm) -> HttpResponse:
        """429 where it was not looked at whether the password is right, with when it will be."""
        response: HttpResponse = super().form_invalid(form)
        refused = [each for each in form.errors.as_data().get("__all__", []) if each.code == "too_many_login_attempts"]
        if refused:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str((refused[0].params or {}).get("seconds", WINDOW))
        return response


class SignUp(SignupView):
    form_class = SignUpForm

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        # Of those that would make an account: who mistypes a password five times is not shut out for it.
        if refusal := consume_or_429(self.request, action="account_made"):
            return refusal
        try:
            response: HttpResponse = super().form_valid(form)
        except IntegrityError:
            # Somebody took the name or the address between the form's look and ours.
            form.add_error(None, _("That name or address was taken this very moment. Choose another."))
            response = self.form_invalid(form)
        else:
            watch_arrivals(timezone.now())
        return response


@method_decorator(login_not_required, name="dispatch")
class EnterCode(ConfirmEmailVerificationCodeView):
    """The code that was sent to an address, by somebody who signs up, or logs in for the first time, or changes it."""
