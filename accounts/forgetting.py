"""What is not kept: accounts whose address nobody ever showed to be theirs, and letters that went out long ago."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from accounts.models import Letter, User
from forum.events.models import Delivery

# A mistyped address, or somebody else's, must not keep a name and that address for good.
SIGN_UP_LASTS = timedelta(days=3)
# Who wonders whether a letter went out asks within a month.
LETTERS_LAST = timedelta(days=30)


def forget_unfinished_sign_ups(now: datetime) -> int:
    """How many. Nobody was ever logged in with them, so nothing is theirs."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    unfinished = User.objects.filter(
        Exists(addresses.filter(verified=False)),
        ~Exists(addresses.filter(verified=True)),
        last_login__isnull=True,
        joined_at__lt=now - SIGN_UP_LASTS,
    )
    _rows, by_model = unfinished.delete()
    return by_model.get("accounts.User", 0)


def forget_letters(now: datetime) -> None:
    """With what became of those that were given up: a mail server's answer may name the address."""
    given_up = Delivery.objects.dead_letters().filter(event="letter_written")
    given_up.filter(announced_at__lt=now - LETTERS_LAST).delete()
    Letter.objects.filter(written_at__lt=now - LETTERS_LAST).delete()
