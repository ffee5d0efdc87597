"""Voiding the votes of people who vote as one, and putting them back. The tally recounts; the log tells how many."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import ngettext

from forum.votes.ballots import Ballot, ballots
from moderation.acting import Decided
from moderation.log import Done, write
from moderation.models import Act, LoggedAct, VoidedVote


class Voted(NamedTuple):
    """A row of votes, of whatever kind."""

    pk: int
    voter: int
    thing: int
    value: int


@transaction.atomic
def void_votes(people: Collection[int], decided: Decided, *, since: datetime) -> LoggedAct | None:
    """Take back what these people voted since a moment. None where that is nothing."""
    votes = {ballot.things: votes_of(ballot, people, since) for ballot in ballots()}
    count = sum(map(len, votes.values()))
    if not count:
        return None
    for ballot in ballots():
        rows = ballot.votes.objects.filter(pk__in=[vote.pk for vote in votes[ballot.things]])
        rows.update(value=0, changed_at=decided.at)
        mark(ballot, {vote.thing for vote in votes[ballot.things]})
    words = ngettext("%(count)d vote", "%(count)d votes", count) % {"count": count}
    entry = write(
        Done(act=Act.VOID_VOTES, by=decided.by, at=decided.at, rule=decided.rule, words=words, note=decided.note)
    )
    VoidedVote.objects.bulk_create(
        VoidedVote(entry=entry, voter_id=vote.voter, kind=kind_of(ballot), thing=vote.thing, value=vote.value)
        for ballot in ballots()
        for vote in votes[ballot.things]
    )
    return entry


@transaction.atomic
def put_votes_back(entry: LoggedAct, decided: Decided) -> LoggedAct:
    """As they were, but for what somebody has voted anew since."""
    for ballot in ballots():
        voided = entry.voided_votes.filter(kind=kind_of(ballot))
        for vote in voided:
            ballot.votes.objects.filter(voter=vote.voter_id, votable=vote.thing, value=0).update(  # type: ignore[misc]  # abstract
                value=vote.value, changed_at=decided.at
            )
        mark(ballot, {vote.thing for vote in voided})
    return write(
        Done(act=Act.PUT_VOTES_BACK, by=decided.by, at=decided.at, rule=decided.rule, note=decided.note, reverts=entry)
    )


def votes_of(ballot: Ballot, people: Collection[int], since: datetime) -> list[Voted]:
    votes = ballot.votes.objects.filter(voter__in=people, changed_at__gte=since).exclude(value=0)
    columns = votes.select_for_update().order_by("pk").values_list("pk", "voter", "votable", "value")  # type: ignore[misc]  # abstract
    return [Voted._make(row) for row in columns]


def mark(ballot: Ballot, keys: Collection[int]) -> None:
    """Have these things counted anew."""
    ballot.marks.objects.bulk_create(ballot.marks(votable_id=pk) for pk in keys)  # type: ignore[misc]  # abstract


def kind_of(ballot: Ballot) -> str:
    return ballot.things._meta.label_lower
