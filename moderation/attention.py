"""What else waits for moderators, for the page where they begin: no case, but not to be overlooked."""

from dataclasses import dataclass
from datetime import datetime

from accounts.arriving import arrivals
from accounts.models import User
from moderation.models import Proposal


@dataclass(frozen=True)
class Attention:
    # Of colleagues, for a second opinion.
    proposals: int
    # Who signed up within an hour, where that is far more than usual.
    sign_ups: int


def attention_of(moderator: User, *, now: datetime) -> Attention:
    lately = arrivals(now)
    return Attention(
        proposals=Proposal.objects.open().exclude(by=moderator).count(),
        sign_ups=lately.count if lately.are_unusual else 0,
    )
