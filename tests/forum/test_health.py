"""What load balancers are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from forum import health


@pytest.fixture(autouse=True)
def _not_known_yet() -> Iterator[None]:
    health.require_migrated.cache_clear()
    yield
    health.require_migrated.cache_clear()


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As deploy/web.sh leaves."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    (tmp_path / "leaving").touch()


def lose_the_connection(*about: object) -> NoReturn:
    raise OperationalError("server closed the connection unexpectedly")


def ask(client: Client, path: str) -> tuple[int, str]:
    # By address, in the clear: as on the inner network, where nobody knows the site's own name.
    response = client.get(path, headers={"Host": "172.18.0.4:8000"})
    return response.status_code, response.content.decode()


def test_process_lives_whatever_becomes_of_the_database(client: Client) -> None:
    # pytest-django lets no query through here: there is no `db`.
    assert ask(client, "/livez") == (200, "alive\n")


def test_site_is_ready_once_its_database_answers(client: Client, db: None) -> None:
    assert ask(client, "/readyz") == (200, "ready\n")


def test_probes_are_not_sent_to_https(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECURE_SSL_REDIRECT", True)

    assert ask(client, "/livez")[0] == 200
    assert ask(client, "/readyz")[0] == 200


def test_site_is_not_ready_before_it_is_migrated(client: Client, db: None) -> None:
    MigrationRecorder(connection).record_unapplied("events", "0001_outbox")

    before = ask(client, "/readyz")
    MigrationRecorder(connection).record_applied("events", "0001_outbox")

    assert before == (503, "the database is not migrated\n")
    assert ask(client, "/readyz") == (200, "ready\n")


def test_site_is_not_ready_while_its_database_is_away(client: Client, db: None) -> None:
    with connection.execute_wrapper(lose_the_connection):
        assert ask(client, "/readyz") == (503, "the database does not answer\n")


@pytest.mark.usefixtures("leaving")
def test_who_is_leaving_is_not_ready_but_lives(client: Client) -> None:
    assert ask(client, "/readyz") == (503, "leaving\n")
    assert ask(client, "/livez") == (200, "alive\n")


@pytest.mark.usefixtures("leaving")
def test_probe_that_fails_every_second_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    ask(client, "/readyz")

    assert caplog.messages == []
