"""`./dev test`: every test on SQLite and on PostgreSQL, side by side, and one closing line over both.

On SQLite they run as the trial does, without Redis; on PostgreSQL as production does, with it. Browser tests run on
SQLite only. Of a test with many cases each database has one half, with --full or --on all of them. TEST_DATABASE_URL
and TEST_REDIS_URL name services to use instead of our own.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import coverage_gates
from tests.report import Report
from tests.services import running

ROOT = Path(__file__).parent.parent
# What a shell may hold for another purpose: a run begins from none of it.
NOT_OURS = re.findall(r"^#([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
NOTHING_COLLECTED = 5
# Two processes at least: much of a test of waiting is waiting.
WORKERS = max(2, (os.cpu_count() or 2) // 2)


@dataclass(frozen=True)
class Side:
    """One pytest over all the tests, on one of the two databases."""

    database: str
    process: subprocess.Popen[bytes]
    output: Path
    report: Path

    def result(self) -> Report:
        """What it counted. A run that fell over before its end counts as a failure more."""
        report = Report()
        if self.report.exists():
            report = Report(**json.loads(self.report.read_text(encoding="utf-8")))
        if self.process.returncode not in (0, NOTHING_COLLECTED) and not report.failed:
            report.failed = 1
        return report


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev test", allow_abbrev=False, epilog="Everything else goes to pytest.")
    parser.add_argument("--full", action="store_true", help="at the sizes of acceptance")
    parser.add_argument("--cov", action="store_true", help="measure branch coverage over both, and hold its gates")
    parser.add_argument("--on", choices=["sqlite", "postgres"], help="on this database only")
    options, for_pytest = parser.parse_known_args(arguments)
    databases = [options.on] if options.on else ["sqlite", "postgres"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="understory-run-")))
        environment = common_environment(full=options.full, shared_out=len(databases) > 1 and not options.full)
        if "postgres" in databases:
            backing = stack.enter_context(backing_services())
        pytest = [*coverage_gates.begin(), "pytest"] if options.cov else ["pytest"]
        sides = []
        for database in databases:
            its_own = backing if database == "postgres" else {}
            command = [sys.executable, "-m", *pytest, "-p", "tests.report", "-n", str(WORKERS), *for_pytest]
            sides.append(stack.enter_context(started(database, command, environment | its_own, folder)))
        show(sides)
        closed = summary([side.result() for side in sides])
    return closed or (coverage_gates.hold() if options.cov else 0)


def common_environment(*, full: bool, shared_out: bool = False) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    if full:
        environment["UNDERSTORY_FULL"] = "1"
    if shared_out:
        environment["UNDERSTORY_SHARED_OUT"] = "1"
    return environment


@contextmanager
def backing_services() -> Iterator[dict[str, str]]:
    """PostgreSQL and Redis, as the environment names them or our own, ready for the forum's settings."""
    given = {"postgres": os.environ.get("TEST_DATABASE_URL", ""), "valkey": os.environ.get("TEST_REDIS_URL", "")}
    with running(*(name for name, url in given.items() if not url)) as services:
        urls = {name: url or services[name].url for name, url in given.items()}
        yield {"DATABASE_URL": urls["postgres"], "REDIS_URL": urls["valkey"]}


@contextmanager
def started(database: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[Side]:
    output, report, written = folder / f"{database}.txt", folder / f"{database}.json", folder / database
    written.mkdir()
    its_places = {"UNDERSTORY_REPORT": str(report), "UNDERSTORY_TEST_DIR": str(written)}
    color = {"PY_COLORS": "1"} if sys.stdout.isatty() else {}
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, **color, **its_places},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Side(database, process, output, report)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def show(sides: Sequence[Side]) -> None:
    """Each side's output: the first as it comes, the next from what it has written meanwhile."""
    for side in sides:
        print(f"-- {side.database} --", flush=True)
        with side.output.open("rb") as output:
            ended = False
            while not ended:
                ended = side.process.poll() is not None
                sys.stdout.buffer.write(output.read())
                sys.stdout.buffer.flush()
                if not ended:
                    wait_briefly(side.process)


def wait_briefly(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return


def summary(reports: Sequence[Report]) -> int:
    """Say what was left out, then what was counted: that line is for machines too, and stays the last of the tests."""
    skipped: Counter[str] = Counter()
    for report in reports:
        skipped.update(report.skipped)
    for reason, times in sorted(skipped.items()):
        print(f"skipped {times}: {reason}")
    passed, failed = sum(report.passed for report in reports), sum(report.failed for report in reports)
    if not passed and not failed:
        print("No test was run.")
    print(f"{passed} passed, {failed} failed, {skipped.total()} skipped", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
