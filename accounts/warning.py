"""Whoever is warned reads the warning before they write on: the page that says it carries what they typed along."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Restriction, User
from accounts.reckoning import locked, reckon
from accounts.requests import SignedInRequest
from accounts.restrictions import kept_out, unread_warning
from forum.lib.refusing import kept

# What only looks at a text, or keeps it for its writer.
UNSENT = ("preview", "draft")
# What fits into a key of either database.
MOST_DIGITS = 18


@transaction.atomic
def read_warning(person: User, pk: int, *, at: datetime) -> bool:
    """Somebody has read what they were warned of. False if it was not theirs to read, or over."""
    locked(person)
    unread = Restriction.objects.in_force(at).filter(pk=pk, person=person, kind=Restriction.Kind.WARN)
    if not unread.update(read_at=at):
        return False
    reckon(person)
    return True


def warned_first[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """Answer what is sent by the warning, and take it once its button says that it was read."""

    @wraps(view)
    def respond(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_sent = request.method == "POST" and not any(name in request.POST for name in UNSENT)
        if not is_sent or kept_out(request.user) or not unread_warning(request.user):
            return view(request, *args, **kwargs)
        if read_warning(request.user, warning_said_read(request), at=timezone.now()):
            request.user.refresh_from_db(fields=["restricted_until"])
            del request.user.restrictions_in_force
        warning = unread_warning(request.user)
        return show_warning(request, warning) if warning else view(request, *args, **kwargs)

    return respond


def warning_said_read(request: SignedInRequest) -> int:
    """The number of the warning that the button says was read; 0, which none has, where it says nothing of the kind."""
    number = request.POST.get("read", "")
    return int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else 0


def show_warning(request: SignedInRequest, warning: Restriction) -> HttpResponse:
    """409: nothing was sent as yet. For htmx the form alone, in the place of the one that was sent."""
    template = "accounts/_warned.html" if request.htmx else "accounts/warned.html"
    return render(request, template, {"warning": warning, **kept(request)}, status=409)
