"""A real Celery worker with beat: it does what the trial's thread does, and is killed over it."""

import os
import signal
from pathlib import Path

import pytest
from django.db import transaction

from forum.events.announcing import announce
from forum.events.models import Delivery
from tests.faults import effects
from tests.faults.deliveries import let_leases_run_out
from tests.faults.processes import act, eventually
from tests.faults.valkey import Valkey

pytestmark = [pytest.mark.needs_postgres, pytest.mark.usefixtures("effect_tables")]

# The sweep comes every 5 s.
SECONDS_TO_SWEEP = 15.0


def test_hinted_event_arrives_at_once(valkey: Valkey, worker: Path) -> None:
    assert act("announce_one", 1, redis_url=valkey.url) == 0

    assert eventually(lambda: effects.effects() == [1], within=3), worker.read_text()


def test_event_whose_worker_process_is_killed_over_it_is_delivered_by_another(worker: Path) -> None:
    with transaction.atomic():
        announce("effect_wanted_slowly", effect_id=1)
        announce("effect_wanted", effect_id=2)
    assert eventually(lambda: effects.calls("slow") == 1, within=SECONDS_TO_SWEEP), worker.read_text()
    assert eventually(lambda: effects.effects() == [2], within=SECONDS_TO_SWEEP), "another did not go on meanwhile"
    [victim] = effects.callers("slow")

    os.kill(victim, signal.SIGKILL)
    let_leases_run_out()

    assert eventually(lambda: effects.effects() == [1, 2], within=SECONDS_TO_SWEEP), worker.read_text()
    assert len(set(effects.callers("slow"))) == 2
    assert eventually(lambda: not Delivery.objects.exists(), within=1)
