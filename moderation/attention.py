"""What else waits for moderators, for the page where they begin: no case, but not to be overlooked."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from moderation.models import Proposal


@dataclass(frozen=True)
class Attention:
    # Of colleagues, for a second opinion.
    proposals: int


def attention_of(moderator: User, *, now: datetime) -> Attention:
    return Attention(proposals=Proposal.objects.open().exclude(by=moderator).count())
