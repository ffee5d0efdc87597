"""How fast one person may comment."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.restrictions import slowed, told
from forum.comments.models import CommentBody
from forum.comments.writing import Refused

WINDOW = timedelta(minutes=10)


class TooFast(Refused):
    """Refused for now. `seconds` is how long."""

    def __init__(self, seconds: int, why: str) -> None:
        minutes = ceil(seconds / 60)
        kept = ngettext(
            "Your words are kept: send them in %(minutes)d minute.",
            "Your words are kept: send them in %(minutes)d minutes.",
            minutes,
        )
        super().__init__(f"{why} {kept % {'minutes': minutes}}")
        self.seconds = seconds


def refuse_haste(author: User) -> None:
    """Raise TooFast when this reader has posted as often as one may within WINDOW, or as a moderator's slow mode lets.

    Counted from what is there, deleted or not, so that no restart forgets it. Of several posts sent at the same instant
    more than one may pass: a limit on flooding needs no lock.
    """
    if slow := slowed(author):
        refuse_more(author, 1, timedelta(minutes=slow.minutes or 0), told(slow))
    if not author.moderates:
        why = _("You are writing faster than others can read.")
        refuse_more(author, settings.COMMENTS_PER_10_MINUTES, WINDOW, why)


def refuse_more(author: User, most: int, window: timedelta, why: str) -> None:
    if free := free_at(author, most, window):
        raise TooFast(ceil((free - timezone.now()).total_seconds()), why)


def free_at(author: User, most: int, window: timedelta) -> datetime | None:
    """From when on they may post again. None: they may now."""
    latest = CommentBody.objects.filter(author=author).order_by("-comment")
    times = latest.values_list("comment__created_at", flat=True)[most - 1 : most]
    return next((at + window for at in times if at + window > timezone.now()), None)
