"""`./dev manage import_threads FILE ...`"""

import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from forum.threads.fields import BadRecord
from forum.threads.importing import Outcome, import_thread, learn_sizes
from forum.threads.threadfile import ThreadRecord, numbered_lines, read_thread

STDIN = "-"


class Bar(Protocol):
    """What is used of tqdm, which has no types."""

    def update(self, n: float) -> object: ...


@dataclass
class Tally:
    """What a run did, in the words of its last lines."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, record: ThreadRecord, outcome: Outcome) -> None:
        taken = outcome.taken
        self.counts += Counter(
            {
                "articles new": outcome.is_new,
                "articles here already": not outcome.is_new,
                "comments taken": len(taken),
                "comments here already": outcome.known,
                "comments refused": len(outcome.refused),
                "articles without a time": outcome.is_new and record.created is None,
                "comments without a time": sum(comment.created is None for comment in taken),
                "comments edited before they were written": sum(
                    bool(comment.edited and comment.created and comment.edited < comment.created) for comment in taken
                ),
                "comments without words": sum(not comment.body.strip() and not comment.deleted for comment in taken),
            }
        )

    @property
    def refused(self) -> int:
        return self.counts["comments refused"] + self.counts["lines refused"]

    def __str__(self) -> str:
        c = self.counts
        return (
            f"Articles: {c['articles new']} new, {c['articles here already']} here already, "
            f"{c['lines refused']} refused.\n"
            f"Comments: {c['comments taken']} taken, {c['comments here already']} here already, "
            f"{c['comments refused']} refused.\n"
            f"Times made up: of {c['articles without a time']} articles and {c['comments without a time']} comments; "
            f"{c['comments edited before they were written']} edits were older than their comments and became as old.\n"
            f"Without words though nobody deleted them: {c['comments without words']} comments."
        )


class Command(BaseCommand):
    help = (
        "Bring in articles with their comments from JSON lines (docs/thread-format.md). A second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help=f"{STDIN} is standard input")

    def handle(self, *args: object, files: list[str], **options: object) -> None:
        paths = [Path(name) for name in files if name != STDIN]
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise CommandError(f"There is no file {', '.join(missing)}.")
        tally = Tally()
        total = sum(path.stat().st_size for path in paths) if len(paths) == len(files) else None
        with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
            for name in files:
                with nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as file:
                    self.import_file(name, file, tally, bar)
        learn_sizes()
        self.stdout.write(str(tally))
        if tally.refused:
            raise CommandError(f"{tally.refused} records could not be taken: see above.")

    def import_file(self, name: str, file: BinaryIO, tally: Tally, bar: Bar) -> None:
        for number, line in numbered_lines(file):
            place = f"{name}:{number}"
            try:
                record = read_thread(line)
            except BadRecord as bad:
                tally.counts["lines refused"] += 1
                self.report(f"{place}: article {bad.name!r}: {bad.reason}")
            else:
                outcome = import_thread(record)
                tally.add(record, outcome)
                for refusal in outcome.refused:
                    self.report(f"{place}: article {record.id!r}: comment {refusal.comment_id!r}: {refusal.reason}")
            bar.update(len(line))

    def report(self, words: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(words)
