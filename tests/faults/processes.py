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
def running(
    *command: str, redis_url: str = "", log: Path | None = None, **besides: str
) -> Iterator["subprocess.Popen[str]"]:
    """`python -m COMMAND`, killed with its children at the end of the block. `besides` is put into its environment."""
    with log.open("w") if log else nullcontext(subprocess.PIPE) as output:
        process = subprocess.Popen(  # noqa: S603 - the project's own modules
            [PYTHON, "-m", *command],
            cwd=ROOT,
            env=environment(redis_url) | besides,
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


@contextmanager
def worker_with_beat(redis_url: str, log: Path, *, kept: bool = False) -> Iterator[None]:
    """Once it is ready; begun again where it ends, if it is kept. Killed at the end of the block."""
    keeper = ["tests.faults.kept"] if kept else []
    command = [*keeper, "celery", "-A", "tests.faults.worker", "worker", "--beat", "--concurrency=2", "--loglevel=INFO"]
    # In memory: on a busy machine the file of the usual one answers "locking protocol", and beat ends.
    in_memory = "--scheduler=celery.beat:Scheduler"
    with running(*command, in_memory, redis_url=redis_url, log=log) as process:
        eventually(lambda: " ready." in log.read_text() or process.poll() is not None, within=60)
        assert " ready." in log.read_text(), log.read_text()
        yield


def eventually(is_so: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
