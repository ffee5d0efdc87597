"""What stands between a right password and being logged in. A second factor will have its place here."""

from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse

from accounts.models import User


class AddressVerified(EmailVerificationStage):
    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Who has an address must have shown that it is theirs. Accounts without one are made by operators alone."""
        person = self.login.user
        if isinstance(person, User) and not person.email:
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()  # type: ignore[no-untyped-call]  # theirs has none
        return answer
