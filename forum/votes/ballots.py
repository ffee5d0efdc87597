"""The kinds of things that are voted on: each package that has one registers it, beside its models."""

from dataclasses import dataclass

from forum.votes.models import TallyMark, Votable, Vote


@dataclass(frozen=True, slots=True)
class Ballot:
    """A kind of thing, its votes, and their marks for the tally."""

    things: type[Votable]
    votes: type[Vote]
    marks: type[TallyMark]


_ballots: dict[type[Votable], Ballot] = {}


def register(ballot: Ballot) -> None:
    _ballots[ballot.things] = ballot


def ballots() -> list[Ballot]:
    return list(_ballots.values())


def ballot_of(thing: Votable) -> Ballot:
    return _ballots[type(thing)]
