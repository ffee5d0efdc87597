"""The serving process without Redis, as a web server runs it: one process, its thread relaying behind the pages."""

import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.events.trial import ADVISORY_LOCK
from tests.faults import effects
from tests.faults.processes import act, eventually, running
from tests.forum.notifications.told import told
from tests.make import make_comment
from tests.sizes import at_full_size

pytestmark = pytest.mark.usefixtures("effect_tables")

# The sweep comes every 5 s, to which a busy machine adds.
SECONDS_TO_SWEEP = 20.0
SECONDS_TO_START = 60.0
VANISHED = 9


@dataclass(frozen=True)
class Server:
    process: "subprocess.Popen[str]"
    port: int
    log: Path

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            self.get("/announce/0")
        except ConnectionError:
            return False
        return True

    def get(self, path: str) -> int:
        page = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            page.request("GET", path)
            return page.getresponse().status
        finally:
            page.close()


@contextmanager
def launched(log: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--port", str(port)]
    with running("granian", *options, "tests.faults.served:application", log=log) as process:
        yield Server(process, port, log)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Up, with effect 0 done."""
    with launched(tmp_path / "server.log") as server:
        assert eventually(server.answers, within=SECONDS_TO_START), server.log.read_text()
        assert eventually(lambda: effects.effects() == [0], within=SECONDS_TO_SWEEP), server.log.read_text()
        yield server


def test_hint_wakes_the_thread_at_once(server: Server) -> None:
    time.sleep(1)

    for effect_id in range(1, 6):
        assert server.get(f"/announce/{effect_id}") == 204
        assert eventually(lambda: effect_id in effects.effects(), within=2), server.log.read_text()  # noqa: B023


def test_lost_hint_costs_a_sweep(server: Server, alice: User, bob: User) -> None:
    assert act("reply_and_vanish", make_comment(by=alice).pk, bob.pk) == VANISHED
    reply = Comment.objects.latest("pk")

    assert eventually(lambda: told(alice) == [("reply", reply.pk)], within=SECONDS_TO_SWEEP), server.log.read_text()
    assert eventually(lambda: not Delivery.objects.exists(), within=1)


@pytest.mark.needs_sqlite
def test_idle_thread_leaves_the_write_lock_alone(server: Server) -> None:
    impatient = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    ends = time.monotonic() + at_full_size(6, 60)
    while time.monotonic() < ends:
        impatient.execute("BEGIN IMMEDIATE")
        impatient.execute("ROLLBACK")
        time.sleep(0.001)
    impatient.close()


@pytest.mark.needs_postgres
def test_thread_survives_a_restart_of_the_database(server: Server) -> None:
    sessions_ended = effects.rows(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid != pg_backend_pid()"
    )
    assert sessions_ended[0][0] > 0
    # Our own pool's were among them: the tests after this one begin with a new pool.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's connections only
    assert act("announce_and_vanish", 1) == VANISHED

    assert eventually(lambda: effects.effects() == [0, 1], within=SECONDS_TO_SWEEP), server.log.read_text()
    locks = effects.rows(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        ADVISORY_LOCK,
    )
    assert len(locks) == 1


@pytest.mark.needs_postgres
def test_second_process_on_the_same_database_is_refused(server: Server, tmp_path: Path) -> None:
    with launched(tmp_path / "second.log") as second:
        second.process.wait(SECONDS_TO_START)

    assert second.process.returncode != 0
    assert "Another process serves this database already. Set REDIS_URL" in second.log.read_text()
    assert server.answers()
