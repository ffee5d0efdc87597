"""Changing what one logs in with: the password, the address."""

from allauth.account.views import PasswordChangeView
from allauth.core.ratelimit import consume_or_429
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import ChangeAddressForm
from accounts.requests import SignedInRequest


class ChangePassword(PasswordChangeView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """The password and the letter that tells of it. Everybody else who was logged in no longer is."""
        return super().form_valid(form)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def change_address(request: SignedInRequest) -> HttpResponse:
    """Send a code to the new address. Until it is entered, the old one counts."""
    if refusal := consume_or_429(request, action="manage_email"):
        return refusal
    form = ChangeAddressForm(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "account/email_change.html", {"form": form}, status=422 if form.is_bound else 200)
    form.save(request)
    return redirect("account_email_verification_sent")
