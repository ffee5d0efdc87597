"""What allauth asks us."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.guessing import TooManyGuesses, begin_try, key_of, known_to, was_right
from accounts.letters import write_letter
from accounts.models import User
from forum.lib.gates import Asked
from forum.lib.refusing import require_gate

# Characters: what mail itself allows.
MAX_ADDRESS = 254
# One sentence for a wrong name, a wrong address and a wrong password: which of them it was is nobody's business.
MISMATCH = _("That name or address and that password do not belong together.")


def typed_in(credentials: Mapping[str, str]) -> str:
    return credentials.get("email") or credentials.get("username") or ""


def too_many(seconds: int) -> ValidationError:
    words = ngettext(
        "Too many attempts failed. Wait %(seconds)d second, then try again, or ask for a code by mail.",
        "Too many attempts failed. Wait %(seconds)d seconds, then try again, or ask for a code by mail.",
        seconds,
    )
    return ValidationError(words % {"seconds": seconds}, code="too_many_login_attempts", params={"seconds": seconds})


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "username_taken": _("This name is taken, in these or in other capitals. Choose another."),
        "email_taken": _("Somebody with this address is here already. Is it you? Then log in."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("That is not your password."),
        "incorrect_code": _("That is not the code. Look again: it is in the newest mail."),
        "rate_limited": _("No more mail for now. Wait an hour, then try again."),
        "too_many_login_attempts": _("Too many attempts failed. Wait a few minutes, then try again."),
    }

    def get_login_stages(self) -> list[str]:
        return ["accounts.stages.AddressVerified"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        require_gate("sign up", Asked())
        return True

    def clean_email(self, email: str) -> str:
        """Forms take longer ones than the database, and small letters may be more than the capitals were."""
        if len(email) > MAX_ADDRESS:
            raise ValidationError(_("No address is as long as that."))
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Leave it to the relay. Names and links are the site's own, never those that a request claims."""
        words = {"email": email, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
        write_letter(
            email,
            subject=render_to_string(f"{template_prefix}_subject.txt", words).strip(),
            text=render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n",
            expires_at=timezone.now() + timedelta(seconds=settings.CODE_LASTS) if "code" in context else None,
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Make it the person's address. Sessions begun under another one end, but for this one."""
        try:
            with transaction.atomic():
                is_confirmed: bool = super().confirm_email(request, email_address)
        except IntegrityError:  # another account got it this very moment
            return False
        if request.user.is_authenticated:
            update_session_auth_hash(request, email_address.user)
        return is_confirmed

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Two limits: of the network (settings.ACCOUNT_RATE_LIMITS), and of whose password is guessed at."""
        super().pre_authenticate(request, **credentials)
        try:
            begin_try(key_of(request, typed_in(credentials)), now=timezone.now())
        except TooManyGuesses as error:
            raise too_many(error.seconds) from error

    def authenticate(self, request: HttpRequest, **credentials: str) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        if person is not None:
            was_right(key_of(request, typed_in(credentials)))
        return person

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:  # type: ignore[override]
        """From now on this browser is known to be theirs."""
        response = super().post_login(request, user, **about)
        known_to(response, user)
        return response

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: str) -> None:
        transaction.on_commit(lambda: super(Adapter, self)._delete_login_attempts_cached_email(request, **credentials))
