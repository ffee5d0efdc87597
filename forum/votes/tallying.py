"""The tally: scores, orders and standings brought to what the votes say.

Why it is exact, however many vote meanwhile and wherever it is killed:

- A vote and its mark commit together. The tally first locks the things (comments by the roots of their trees, as
  whoever replies does: any other lock in that table deadlocks with them), then deletes their marks, then reads their
  votes: a later statement, and so a later snapshot. Whatever mark is deleted, its vote is counted; whatever is cast
  later leaves its mark for the next time.
- All of a chunk is one transaction: killed anywhere, its marks are back. What is written is counted from the rows, so
  doing it twice changes nothing.
- One tallies at a time (an advisory lock; on SQLite there is but one lock), or several would wait for each other.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from forum.events.waking import scores, wake
from forum.votes.ballots import Ballot, ballots
from forum.votes.models import Votable
from forum.votes.standing import credit

TALLY_TASK = "forum.votes.tasks.tally_votes"
# Besides what it writes and what the order needs.
NEEDED = ("author", "base_up", "base_down")
# Things counted in one transaction, and so the most trees whose writers wait for it: a few hundredths of a second.
CHUNK = 100
# Then others get their turn with the worker.
SECONDS_AT_A_TIME = 10.0
# Any number that nothing else in the database locks: "tall" in ASCII.
ADVISORY_LOCK = 0x74616C6C


@dataclass(frozen=True, slots=True)
class Change:
    """A thing as its votes have it, and those of its stored columns that are not so."""

    thing: Votable
    stored: dict[str, float]
    gain: int


def tally(*, for_seconds: float = SECONDS_AT_A_TIME) -> bool:
    """Count the votes on all that is marked. True when the time was up before the end."""
    ends = time.monotonic() + for_seconds
    for ballot in ballots():
        last = 0
        # Outside a transaction: on SQLite every BEGIN takes the one write lock, and most looks find nothing.
        while pks := list(ballot.marks.objects.marked(beyond=last)[:CHUNK]):
            if time.monotonic() >= ends:
                return True
            if not tally_some(ballot, pks):
                return False
            last = pks[-1]
    return False


@transaction.atomic
def tally_some(ballot: Ballot, pks: Sequence[int]) -> bool:
    """Count the votes on these things. False, and nothing is done, while somebody else tallies."""
    if not is_our_turn():
        return False
    locked = ballot.things.lock_for_tally(pks)
    ballot.marks.objects.on(locked).delete()
    write(ballot, changes_to(ballot, locked))
    return True


def is_our_turn() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        [is_locked] = cursor.fetchone()
    return bool(is_locked)


def columns_of(ballot: Ballot) -> list[str]:
    """What the tally writes."""
    return ["up", "down", "score", ballot.things.ranked_in]


def changes_to(ballot: Ballot, pks: Sequence[int]) -> list[Change]:
    """What the votes on these things change, from the rows as they are now."""
    counts = ballot.votes.objects.on(pks).counted()
    columns = columns_of(ballot)
    things = ballot.things._base_manager.filter(pk__in=pks)
    changes = []
    for thing in things.only(*NEEDED, *columns, ballot.things.shown_on, *ballot.things.ranked_by):
        stored = {column: getattr(thing, column) for column in columns}
        thing.count(*counts.get(thing.pk, (0, 0)))
        wrong = {column: value for column, value in stored.items() if value != getattr(thing, column)}
        if wrong:
            changes.append(Change(thing, wrong, gain=thing.score - int(stored["score"])))
    return changes


def write(ballot: Ballot, changes: Sequence[Change]) -> None:
    """Store them, and what they do to the standings of the authors. The things are locked."""
    ballot.things._base_manager.bulk_update([change.thing for change in changes], columns_of(ballot))
    gains: defaultdict[int, int] = defaultdict(int)
    for change in changes:
        gains[change.thing.author_id] += change.gain
    credit(gains)
    wake(*{scores(getattr(change.thing, ballot.things.shown_on)) for change in changes if "score" in change.stored})
