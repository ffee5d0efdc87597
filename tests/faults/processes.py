"""Processes of the project on the database of the running test, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).parent.parent.parent
PYTHON = sys.executable


def database_url() -> str:
    """Where the test's database is, for a process that sets itself up from the environment."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    place = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else str(database["HOST"])
    host = database["OPTIONS"].get("host")
    query = "?" + urlencode({"host": host}) if host else ""
    return f"postgresql://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{place}/{database['NAME']}{query}"


def environment(redis_url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "SECRET_KEY": "of-these-tests-" * 5,
        "ALLOWED_HOSTS": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }


def act(verb: str, *numbers: int, redis_url: str = "", within: float = 60) -> int:
    """Run one of tests.faults.actors to its end. Its exit status; minus the signal that killed it."""
    command = [PYTHON, "-m", "tests.faults", verb, *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, env=environment(redis_url), timeout=within, check=False)  # noqa: S603 - our own
    return done.returncode


@contextmanager
def running(*command: str, redis_url: str = "", log: Path | None = None) -> Iterator["subprocess.Popen[str]"]:
    """`python -m COMMAND`, killed with its children at the end of the block."""
    with log.open("w") if log else nullcontext(subprocess.PIPE) as output:
        process = subprocess.Popen(  # noqa: S603 - the project's own modules
            [PYTHON, "-m", *command],
            cwd=ROOT,
            env=environment(redis_url),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT if log else None,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        # The group: its number is that of the process, as the leader of its session.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def eventually(is_so: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
