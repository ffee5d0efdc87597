"""What moderators put on people, as the layers below moderation ask about it, and in which words people are told.

Whoever is suspended or banned logs in, reads, mends how they read, and takes back what they wrote; they write, vote
and report no more. Whoever is warned writes on once the warning is read.
"""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Restriction, User

type Viewer = User | AnonymousUser
Kind = Restriction.Kind

KEPT_OUT = (Kind.BAN, Kind.SUSPEND)
# Until it is lifted or read: later than anything that has an end.
FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)


def in_force(viewer: Viewer) -> list[Restriction]:
    return viewer.restrictions_in_force if isinstance(viewer, User) else []


def strictest(restrictions: list[Restriction], *kinds: str) -> Restriction | None:
    """Of these kinds the one that lasts longest; of slow mode's, which may overlap, it is the one that is told."""
    found = [each for each in restrictions if each.kind in kinds]
    return max(found, key=lambda each: (each.until or FOR_EVER, each.minutes or 0, each.pk), default=None)


# -- What they may ----------------------------------------------------------------------------------------------------


def may_take_part(viewer: Viewer) -> bool:
    """Write, vote, report: whoever is signed in, and neither suspended nor banned."""
    return viewer.is_authenticated and viewer.is_active and not kept_out(viewer)


def kept_out(viewer: Viewer) -> Restriction | None:
    return strictest(in_force(viewer), *KEPT_OUT)


def slowed(viewer: Viewer) -> Restriction | None:
    return strictest(in_force(viewer), Kind.SLOW)


def unread_warning(viewer: Viewer) -> Restriction | None:
    return strictest(in_force(viewer), Kind.WARN)


def why_kept_out(viewer: Viewer) -> str:
    """In words; empty for whoever may take part."""
    restriction = kept_out(viewer)
    return told(restriction) if restriction else ""


def why_not_published(author: User, *, is_held: bool) -> str:
    """Why words must not be published after all, in the transaction that does it; empty where they may.

    What is put on somebody waits for this lock, and is seen here if it was first: once it is committed, nothing of
    theirs gets past it. People are locked after comments and articles, as the tally does.
    """
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=author.pk)
    now_on = person.restrictions_in_force
    overlooked = strictest(now_on, *KEPT_OUT, Kind.WARN) or (None if is_held else strictest(now_on, Kind.PREMODERATE))
    if overlooked is None:
        return ""
    return " ".join([told(overlooked), _("Your words are kept: nothing was sent.")])


# -- What they are told -----------------------------------------------------------------------------------------------


def told(restriction: Restriction) -> str:
    """What it is, until when, and by which rule."""
    sentences = [what_it_is(restriction)]
    if restriction.until:
        sentences.append(_("It holds until %(when)s, and ends by itself.") % {"when": moment(restriction.until)})
    if restriction.rule_title:
        sentences.append(_("The rule: “%(rule)s”.") % {"rule": restriction.rule_title})
    return " ".join(sentences)


def what_it_is(restriction: Restriction) -> str:
    match restriction.kind:
        case Kind.WARN:
            return _("A moderator has warned you. Read the warning, then write on.")
        case Kind.SLOW:
            minutes = restriction.minutes or 0
            return ngettext(
                "A moderator has slowed you down: you can post once in %(minutes)d minute.",
                "A moderator has slowed you down: you can post once in %(minutes)d minutes.",
                minutes,
            ) % {"minutes": minutes}
        case Kind.PREMODERATE:
            return _("What you write waits for a moderator before others see it.")
        case Kind.SUSPEND:
            return _("You are suspended: you can read, but not write, vote or report.")
        case _ban:
            return _("You are banned: you can read, but not write, vote or report.")


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
