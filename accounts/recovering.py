"""A forgotten password: a code to the person's address, then a new password."""

from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY as RESET_KEY
from allauth.account.views import CompletePasswordResetView, ConfirmPasswordResetCodeView, PasswordResetView
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.crypto import constant_time_compare

from accounts.guessing import known_to
from accounts.models import User


class AskForCode(PasswordResetView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        seal_reset(self.request)
        return response


class EnterCode(ConfirmPasswordResetCodeView):
    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        forget_broken_reset(request)


class SetPassword(CompletePasswordResetView):
    template_name = "account/password_reset_from_key.html"
    success_url = reverse_lazy("account_login")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        forget_broken_reset(request)

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Whoever reads the owner's mail is the owner: their browser is known, however many guess meanwhile."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[no-untyped-call]  # theirs has none
        if isinstance(owner := form.user, User):  # type: ignore[attr-defined]  # of allauth's form
            known_to(answer, owner)
        return answer


def seal_reset(request: HttpRequest) -> None:
    """Bind the code to the account as it is now: a change of its password or its address breaks the seal."""
    reset = request.session.get(RESET_KEY, {})
    # Of nobody, too, where there is no account: it takes as long.
    request.session[RESET_KEY] = {**reset, "seal": seal_of(reset.get("user_id", "0"))}


def forget_broken_reset(request: HttpRequest) -> None:
    reset = request.session.get(RESET_KEY, {})
    if "user_id" in reset and not constant_time_compare(reset.get("seal", ""), seal_of(reset["user_id"])):
        del request.session[RESET_KEY]


def seal_of(user_id: str) -> str:
    person = User.objects.filter(pk=user_id, is_active=True).first()
    return person.get_session_auth_hash() if person is not None else ""
