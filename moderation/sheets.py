"""The end of the log, held while entries are added: one by one, or all of a transaction with one statement a table.

For moderation.log, which writes on it, and for whoever does several acts in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from moderation.models import LoggedAct, LogHead, Particulars


@dataclass
class Sheet:
    """The head of the log, locked; what follows it and is not kept yet."""

    head: LogHead
    is_shared: bool
    entries: list[LoggedAct] = field(default_factory=list)
    particulars: list[Particulars] = field(default_factory=list)

    def add(self, entry: LoggedAct, particulars: Particulars) -> None:
        self.entries.append(entry)
        self.particulars.append(particulars)
        self.head.number, self.head.digest = entry.number, entry.digest
        if not self.is_shared:
            self.keep()

    def keep(self) -> None:
        LoggedAct.objects.bulk_create(self.entries)
        Particulars.objects.bulk_create(self.particulars)
        LogHead.objects.filter(pk=1).update(number=self.head.number, digest=self.head.digest)


_shared: ContextVar[Sheet | None] = ContextVar("shared", default=None)


def sheet_to_write_on() -> Sheet:
    """One's own, whose entry is kept as it is added, or the one that is shared."""
    return _shared.get() or locked_sheet(is_shared=False)


def locked_sheet(*, is_shared: bool) -> Sheet:
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    return Sheet(head, is_shared)


@contextmanager
def written_together() -> Iterator[None]:
    """Entries have their numbers at once, and are kept at the end. Call it after every other lock: this is the last."""
    sheet = locked_sheet(is_shared=True)
    token = _shared.set(sheet)
    try:
        yield
    finally:
        _shared.reset(token)
    if sheet.entries:
        sheet.keep()


@contextmanager
def written_or_not() -> Iterator[None]:
    """Within written_together: what fails leaves no entry."""
    sheet = sheet_to_write_on()
    count, number, digest = len(sheet.entries), sheet.head.number, sheet.head.digest
    try:
        yield
    except BaseException:
        del sheet.entries[count:], sheet.particulars[count:]
        sheet.head.number, sheet.head.digest = number, digest
        raise
