"""Proposals as moderators see them: what waits for a second opinion, and how the latest ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Restriction, User
from forum.lib.stamps import Clock, Stamp
from moderation.models import Proposal
from moderation.models.proposals import ProposalQuerySet
from moderation.policy import may_restrict

# Those that wait, the oldest first: more than a screenful is a matter for colleagues, not for another page.
SHOWN = 100
SETTLED_SHOWN = 20


@dataclass(frozen=True)
class Proposed:
    proposal: Proposal
    what: str
    proposed: Stamp
    # How it ended, empty while it waits.
    ended: str
    is_own: bool
    may_settle: bool


@dataclass(frozen=True)
class ProposalsPage:
    waiting: Sequence[Proposed]
    settled: Sequence[Proposed]


def proposals_page(viewer: User, *, now: datetime) -> ProposalsPage:
    waiting = Proposal.objects.open().order_by("proposed_at", "pk")[:SHOWN]
    settled = Proposal.objects.settled().order_by("-settled_at", "-pk")[:SETTLED_SHOWN]
    return ProposalsPage(lines_of(waiting, viewer, now), lines_of(settled, viewer, now))


def proposed_for(person: User, *, viewer: User, now: datetime) -> Proposed | None:
    """What waits for a second opinion about somebody."""
    return next(iter(lines_of(Proposal.objects.open().filter(person=person), viewer, now)), None)


def lines_of(proposals: ProposalQuerySet, viewer: User, now: datetime) -> list[Proposed]:
    clock = Clock(now)
    return [
        Proposed(
            proposal=each,
            what=what_is_proposed(each),
            proposed=clock.stamp(each.proposed_at),
            ended=how_it_ended(each),
            is_own=each.by_id == viewer.pk,
            may_settle=each.by_id != viewer.pk and may_restrict(viewer, each.person),
        )
        for each in proposals.for_list()
    ]


def what_is_proposed(proposal: Proposal) -> str:
    if proposal.kind == Restriction.Kind.BAN:
        return _("Ban")
    days = proposal.days or 0
    return ngettext("Suspension for %(days)d day", "Suspension for %(days)d days", days) % {"days": days}


def how_it_ended(proposal: Proposal) -> str:
    if proposal.settled_at is None:
        return ""
    if proposal.settled_by is None:
        return _("withdrawn")
    ended = _("confirmed by %(name)s") if proposal.entry_id else _("declined by %(name)s")
    return ended % {"name": proposal.settled_by.name}
