"""Proving the log: from the first entry to the last, each follows the one before and says what it said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from moderation.log import digest_of, digest_of_particulars
from moderation.models import LoggedAct, LogHead, Particulars

# Rows that are held at once.
CHUNK = 1000


@dataclass(frozen=True)
class Fault:
    """What is wrong, at the first entry where something is: after it nothing can be proved."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"Entry {self.number}: {self.what}"


@dataclass(frozen=True)
class Chain:
    """How much was read, and how it ends."""

    count: int
    head: str
    forgotten: int
    fault: Fault | None


def verify_log(*, seen: Callable[[int], object] = lambda count: None) -> Chain:
    """Read the whole log. Writes nothing; entries that are written meanwhile are not looked at."""
    head = LogHead.objects.first() or LogHead()
    number, digest, forgotten = 0, "", 0
    for entry in entries_to(head.number):
        seen(1)
        if what := fault_in(entry, number=number + 1, previous=digest):
            return Chain(number, digest, forgotten, Fault(entry.number, what))
        number, digest = entry.number, entry.digest
        forgotten += entry.particulars.forgotten_at is not None
    if (number, digest) != (head.number, head.digest):
        return Chain(number, digest, forgotten, Fault(number + 1, "the log ends before its head: entries are missing"))
    return Chain(number, digest, forgotten, None)


def entries_to(number: int) -> Iterator[LoggedAct]:
    entries = LoggedAct.objects.filter(number__lte=number).select_related("particulars").order_by("number")
    return entries.iterator(chunk_size=CHUNK)


def fault_in(entry: LoggedAct, *, number: int, previous: str) -> str:
    """In words; empty where all is well."""
    if entry.number != number:
        return f"entry {number} is missing before it"
    if entry.previous != previous:
        return "it does not follow the entry before"
    if entry.digest != digest_of(entry):
        return "it was changed after it was written"
    return fault_beside(entry)


def fault_beside(entry: LoggedAct) -> str:
    try:
        particulars = entry.particulars
    except Particulars.DoesNotExist:
        return "its particulars are missing"
    if particulars.forgotten_at is None and digest_of_particulars(particulars) != entry.particulars_digest:
        return "its particulars were changed after they were written"
    return ""
