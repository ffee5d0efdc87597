"""What says that worker and beat are at work."""

from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from forum.events.tasks import relay_events


@pytest.fixture
def heartbeat(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return tmp_path / "heartbeat"


def test_task_that_is_done_is_a_sign_of_life(heartbeat: Path, db: None) -> None:
    relay_events.apply(kwargs={"for_seconds": 0})

    assert heartbeat.exists()


def test_task_that_is_sent_is_a_sign_of_life(heartbeat: Path) -> None:
    with current_app.connection_for_write("memory://") as connection:
        current_app.send_task("nobody.does.this", connection=connection)

    assert heartbeat.exists()


def test_worker_goes_on_where_it_may_not_write(heartbeat: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", heartbeat / "missing")

    assert relay_events.apply(kwargs={"for_seconds": 0}).successful()
