"""Proving what the tally wrote from the votes themselves, and setting right what differs.

While people vote. A score that differs is looked at again with its thing locked, and is no fault where a mark says that
the tally is still to come; standings and the scores that they sum up are read in one statement.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import connection, transaction

from accounts.models import User
from forum.votes.ballots import Ballot, ballots
from forum.votes.standing import lock_people
from forum.votes.tallying import CHUNK, Change, changes_to, write

# Things compared at once without a lock.
THINGS_A_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    thing: str
    column: str
    stored: float
    should: float

    def __str__(self) -> str:
        return f"{self.thing}: {self.column} is {self.stored}, should be {self.should}"


def differences(*, fix: bool, seen: Callable[[int], object] = lambda count: None) -> Iterator[Difference]:
    """All there are, scores first. With `fix` each is set right before it is told of.

    `seen` is told of how many things were compared.
    """
    for ballot in ballots():
        for pks in each_thousand(ballot):
            suspects = [change.thing.pk for change in changes_to(ballot, pks)]
            for some in batched(suspects, CHUNK):
                for change in faults_among(ballot, some, fix=fix):
                    yield from told(change)
            seen(len(pks))
    yield from standing_faults(fix=fix)


def each_thousand(ballot: Ballot) -> Iterator[list[int]]:
    """The keys of all things. Asked for anew each time: on SQLite an open cursor would forbid to write meanwhile."""
    keys = ballot.things._base_manager.order_by("pk").values_list("pk", flat=True)
    last = 0
    while pks := list(keys.filter(pk__gt=last)[:THINGS_A_QUERY]):
        yield pks
        last = pks[-1]


@transaction.atomic
def faults_among(ballot: Ballot, pks: Sequence[int], *, fix: bool) -> list[Change]:
    """Those of these things whose columns are not what their votes say, although no mark has the tally come."""
    changes = changes_to(ballot, ballot.things.lock_for_tally(pks))
    # After the votes were read: whichever of them the tally has not counted, its mark is seen here.
    marked = set(ballot.marks.objects.on(pks).marked())
    faults = [change for change in changes if change.thing.pk not in marked]
    if fix:
        write(ballot, faults)
    return faults


def told(change: Change) -> Iterator[Difference]:
    thing = change.thing
    for column, stored in change.stored.items():
        yield Difference(f"{thing._meta.model_name} {thing.pk}", column, stored, getattr(thing, column))


def standing_faults(*, fix: bool) -> list[Difference]:
    """People whose standing is not the sum of the scores of what they wrote."""
    people = wrong_standings()
    if fix and people:
        with transaction.atomic():
            lock_people(people)
            # Again, under the locks: whoever has changed a score and not yet the standing waits, and is not seen yet.
            people = {pk: standing for pk, standing in wrong_standings().items() if pk in people}
            for pk, (_stored, should) in people.items():
                User.objects.filter(pk=pk).update(standing=should)
    return [Difference(f"user {pk}", "standing", stored, should) for pk, (stored, should) in people.items()]


def wrong_standings() -> dict[int, tuple[int, int]]:
    """By person: the standing as it is, and as it should be. One statement, and so one moment."""
    quote = connection.ops.quote_name
    scores = " UNION ALL ".join(
        f"SELECT author_id, score FROM {quote(ballot.things._meta.db_table)}"  # noqa: S608 - names of our own tables, as below
        for ballot in ballots()
    )
    people = quote(User._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person.id, person.standing, COALESCE(SUM(thing.score), 0)"  # noqa: S608 - as above
            f" FROM {people} person LEFT JOIN ({scores}) thing ON thing.author_id = person.id"
            f" GROUP BY person.id, person.standing HAVING person.standing <> COALESCE(SUM(thing.score), 0)"
            f" ORDER BY person.id"
        )
        return {pk: (stored, int(should)) for pk, stored, should in cursor.fetchall()}
