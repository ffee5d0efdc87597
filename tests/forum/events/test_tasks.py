import pytest
from django.db import transaction

from forum.events.announcing import announce
from forum.events.hinting import hinted
from forum.events.tasks import relay_events
from tests.forum.events import recording


@pytest.fixture
def _rung(transactional_db: None) -> None:
    with transaction.atomic():
        announce("bell_struck", bell_id=7)
    hinted.clear()


@pytest.mark.usefixtures("_rung")
def test_task_delivers_what_is_due() -> None:
    relay_events()

    assert recording.heard == [("overhear", {"bell_id": 7})]
    assert not hinted.is_set()


@pytest.mark.usefixtures("_rung")
def test_task_whose_time_is_up_has_another_go_on() -> None:
    relay_events(for_seconds=0)

    assert recording.heard == []
    assert hinted.is_set()
