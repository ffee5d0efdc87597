"""Who votes as one: evidence for moderators, with its reasons. It never acts by itself.

Two people are suspect together when they voted the same way on many of the same things, and on little else. What that
is worth the reasons say: how near in time, how new the accounts, for how few authors.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from accounts.models import User
from forum.votes.ballots import ballots
from moderation.weighing import NEW_FOR

# How far back it looks.
WINDOW = timedelta(days=30)
# Fewer same votes are chance; of all that either voted, so many must be the same ones (Jaccard).
FEWEST_TOGETHER, ALIKE = 5, 0.6
# What more people voted on says nothing of any two of them, and would cost the square of them.
CROWD = 200
AT_ONCE = timedelta(minutes=10)


class Cast(NamedTuple):
    """A vote: whose, on what (kind and key), of whom, which way, when."""

    voter: int
    thing: tuple[str, int]
    author: int
    value: int
    at: datetime


@dataclass(frozen=True)
class Ring:
    """People who voted as one, and why they are named."""

    people: tuple[int, ...]
    # Votes that at least two of them cast the same way on the same thing.
    together: int
    # Shares, from 0 to 1: of the same votes of two those within AT_ONCE; of the people those who are new; of the
    # votes together those for the one author who got the most.
    at_once: float
    newcomers: float
    for_one_author: float


def rings(*, now: datetime) -> list[Ring]:
    """Those of the last WINDOW, the largest first. Reads every vote of it; writes nothing."""
    votes = list(votes_since(now - WINDOW))
    voters = {vote.voter for vote in votes}
    joined = dict(User.objects.filter(pk__in=voters).values_list("pk", "joined_at"))
    return rings_among(votes, joined=joined, now=now)


def votes_since(moment: datetime) -> Iterable[Cast]:
    for ballot in ballots():
        kind = ballot.things._meta.label_lower
        rows = ballot.votes.objects.filter(changed_at__gte=moment).exclude(value=0)
        columns = rows.values_list("voter", "votable", "votable__author", "value", "changed_at")  # type: ignore[misc]  # abstract
        for voter, thing, author, value, at in columns.iterator():
            yield Cast(voter, (kind, thing), author, value, at)


def rings_among(votes: Iterable[Cast], *, joined: Mapping[int, datetime], now: datetime) -> list[Ring]:
    """Of these votes alone: knows no database."""
    sides, counts = sides_of(votes), Counter[int]()
    together, near = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for side in sides.values():
        counts.update(vote.voter for vote in side)
        if len(side) <= CROWD:
            for one, two in combinations(sorted(side), 2):
                together[one.voter, two.voter] += 1
                near[one.voter, two.voter] += abs(one.at - two.at) <= AT_ONCE
    pairs = [pair for pair, same in together.items() if is_alike(same, counts[pair[0]], counts[pair[1]])]
    found = [ring_of(people, sides, together, near, joined, now) for people in joined_up(pairs)]
    return sorted(found, key=lambda ring: (len(ring.people), ring.together), reverse=True)


def sides_of(votes: Iterable[Cast]) -> dict[tuple[tuple[str, int], int], list[Cast]]:
    """Those who voted the same way on the same thing."""
    sides: defaultdict[tuple[tuple[str, int], int], list[Cast]] = defaultdict(list)
    for vote in votes:
        sides[vote.thing, vote.value].append(vote)
    return sides


def is_alike(same: int, one: int, two: int) -> bool:
    """Jaccard: what both did, of what either did."""
    return same >= FEWEST_TOGETHER and same / (one + two - same) >= ALIKE


def joined_up(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Groups of those who hang together by pairs."""
    group_of: dict[int, set[int]] = {}
    for one, two in pairs:
        group = group_of.get(one, {one}) | group_of.get(two, {two})
        group_of.update(dict.fromkeys(group, group))
    return list({tuple(sorted(group)) for group in group_of.values()})


def ring_of(
    people: tuple[int, ...],
    sides: Mapping[tuple[tuple[str, int], int], list[Cast]],
    together: Counter[tuple[int, int]],
    near: Counter[tuple[int, int]],
    joined: Mapping[int, datetime],
    now: datetime,
) -> Ring:
    authors: Counter[int] = Counter()
    for side in sides.values():
        theirs = [vote for vote in side if vote.voter in people]
        if len(theirs) > 1:
            authors[theirs[0].author] += len(theirs)
    pairs = [pair for pair in combinations(people, 2) if together[pair]]
    newcomers = sum(now - joined[pk] < NEW_FOR for pk in people if pk in joined)
    return Ring(
        people,
        authors.total(),
        sum(near[pair] for pair in pairs) / sum(together[pair] for pair in pairs),
        newcomers / len(people),
        max(authors.values()) / authors.total(),
    )
