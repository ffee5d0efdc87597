"""Fetching whoever is signed in: one statement, to which higher layers add what every page needs to know of them.

A higher app registers an expression in the `ready()` of its AppConfig; each person then has its value by that name.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models.expressions import Combinable

from accounts.models import User

_known: dict[str, Combinable] = {}


def know_of_readers(name: str, expression: Combinable) -> None:
    """It is asked with every page and every act of everybody: an index walk with a bound, no more."""
    _known[name] = expression


class Backend(AuthenticationBackend):
    """Logs in as allauth's does. Sessions name it by its path."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.annotate(**_known).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
