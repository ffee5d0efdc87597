"""The rounds of the trial's thread. tests/faults/test_trial_process.py runs it whole."""

import threading
from collections.abc import Iterator

import pytest
from celery import current_app, shared_task
from django.db import transaction
from pytest_django import Settings

from forum.events.announcing import announce
from forum.events.hinting import RELAY_TASK, hinted
from forum.events.models import Delivery
from forum.events.receiving import receiver
from forum.events.relaying import LEASE
from forum.events.trial import Job, jobs_of_the_table, run_what_is_due
from tests.forum.events import recording

pytestmark = pytest.mark.django_db(transaction=True)

ran: list[str] = []
let_go = threading.Event()


@shared_task
def note(word: str) -> None:
    ran.append(word)


@shared_task
def crash() -> None:
    ran.append("crash")
    raise ZeroDivisionError


@shared_task
def hang() -> None:
    ran.append("hang")
    let_go.wait(30)


@receiver("bell_stuck")
def hang_on(*, bell_id: int) -> None:
    recording.heard.append(("hang_on", {"bell_id": bell_id}))
    let_go.wait(30)


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    ran.clear()
    let_go.clear()
    before = set(threading.enumerate())
    yield
    let_go.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(30)


@pytest.fixture
def table(settings: Settings) -> dict[str, dict[str, object]]:
    """A beat table to fill in; nothing runs longer than a moment."""
    settings.TASK_LIMIT = 0.2
    settings.CELERY_BEAT_SCHEDULE = {}
    current_app.loader.import_default_modules()
    schedule: dict[str, dict[str, object]] = settings.CELERY_BEAT_SCHEDULE
    return schedule


def rounds(jobs: list[Job], count: int) -> None:
    for _ in range(count):
        run_what_is_due(jobs, None)


def test_entries_run_at_their_times_with_their_arguments(table: dict[str, dict[str, object]]) -> None:
    table["often"] = {"task": note.name, "schedule": 0.0, "args": ("often",)}
    table["named"] = {"task": note.name, "schedule": 0.0, "kwargs": {"word": "named"}}
    table["seldom"] = {"task": note.name, "schedule": 3600.0, "args": ("seldom",)}

    rounds(jobs_of_the_table(), 2)

    assert ran == ["often", "named"] * 2


def test_job_that_crashes_runs_again_and_the_next_runs_too(table: dict[str, dict[str, object]]) -> None:
    table["crash"] = {"task": crash.name, "schedule": 0.0}
    table["note"] = {"task": note.name, "schedule": 0.0, "args": ("after",)}

    rounds(jobs_of_the_table(), 2)

    assert ran == ["crash", "after"] * 2


def test_job_that_never_returns_is_left_behind_and_not_begun_again(table: dict[str, dict[str, object]]) -> None:
    table["hang"] = {"task": hang.name, "schedule": 0.0}
    table["note"] = {"task": note.name, "schedule": 0.0, "args": ("after",)}

    rounds(jobs_of_the_table(), 2)

    assert ran == ["hang", "after", "after"]


def test_receiver_that_never_returns_leaves_the_others_their_events(table: dict[str, dict[str, object]]) -> None:
    table["relay"] = {"task": RELAY_TASK, "schedule": 0.0}
    for event in ("bell_stuck", "bell_struck"):
        with transaction.atomic():
            announce(event, bell_id=7)

    rounds(jobs_of_the_table(), 2)

    assert recording.heard == [("hang_on", {"bell_id": 7}), ("overhear", {"bell_id": 7})]
    stuck = Delivery.objects.get()
    assert stuck.due_at - stuck.announced_at >= LEASE


def test_hint_runs_the_relay_before_its_time(table: dict[str, dict[str, object]]) -> None:
    table["relay"] = {"task": RELAY_TASK, "schedule": 3600.0}
    jobs = jobs_of_the_table()
    rounds(jobs, 1)
    assert recording.heard == []
    with transaction.atomic():
        announce("bell_struck", bell_id=7)

    rounds(jobs, 1)

    assert recording.heard == [("overhear", {"bell_id": 7})]
    assert not hinted.is_set()
