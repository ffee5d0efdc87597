"""Guessing at a password is slow: after the first failures each try waits longer than the one before, to a bound.

Counted in the database, so that it holds in every process, and where Redis is away. What is counted is what somebody
typed as a name, be it known here or not: that nobody can tell. A browser that its owner has logged in with has a count
of its own (`known_to`), so that nobody keeps the owner out by guessing; who has none asks for a code by mail, which
makes their browser known.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from accounts.models import Guesses, User

# Who mistypes need not wait.
FREE = 3
FIRST_WAIT = timedelta(seconds=15)
# Of a hundred tries a day a password of eight characters laughs; an owner has had a coffee.
LONGEST_WAIT = timedelta(minutes=15)
# Whoever comes back after that begins anew.
FORGOTTEN_AFTER = timedelta(days=1)
COOKIE, COOKIE_LASTS, SALT = "known", timedelta(days=180), "accounts.guessing"


class TooManyGuesses(Exception):
    """Not before so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


@transaction.atomic
def begin_try(key: str, *, now: datetime) -> None:
    """Count it as wrong before it is looked at: of many at once no two are free. Raises TooManyGuesses."""
    Guesses.objects.bulk_create([Guesses(key=key, next_at=now, last_at=now)], ignore_conflicts=True)
    guesses = Guesses.objects.select_for_update().get(pk=key)
    if now - guesses.last_at > FORGOTTEN_AFTER:
        guesses.failures, guesses.next_at = 0, now
    if guesses.next_at > now:
        raise TooManyGuesses(-((now - guesses.next_at) // timedelta(seconds=1)))
    guesses.failures += 1
    guesses.next_at, guesses.last_at = now + wait_after(guesses.failures), now
    guesses.save()


def was_right(key: str) -> None:
    """It was no guess: none of the tries before counts any more."""
    Guesses.objects.filter(pk=key).delete()


def wait_after(failures: int) -> timedelta:
    """None at first, then 15 s, 30 s, 1 min and so on, to a quarter of an hour."""
    if failures < FREE:
        return timedelta()
    wait = FIRST_WAIT
    for _failure in range(min(failures - FREE, 10)):
        wait *= 2
    return min(wait, LONGEST_WAIT)


def forget_guesses(now: datetime) -> None:
    Guesses.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()


# -- Whose tries these are --------------------------------------------------------------------------------------------


def key_of(request: HttpRequest, typed: str) -> str:
    """Of the browser, where it is known to whom this is a name of; else of what was typed."""
    name = typed.strip().lower()
    person, browser = known_in(request)
    if person and User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), pk=person).exists():
        return sha256(f"{person}\n{browser}".encode()).hexdigest()
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()


def known_in(request: HttpRequest) -> tuple[int, str]:
    """Who has logged in with this browser, and a name for it; 0 where nobody has, or long ago."""
    try:
        person, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return 0, ""
    return int(person), str(browser)


def known_to(response: HttpResponseBase, person: User) -> None:
    """Remember that this browser is theirs."""
    response.set_cookie(
        COOKIE,
        signing.dumps([person.pk, token_hex(8)], salt=SALT),
        max_age=COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
