from collections.abc import Iterator

import pytest
from pytest_django import Settings

from forum.events.hinting import hinted, wanted
from tests.forum.events import recording


@pytest.fixture(autouse=True)
def _nothing_heard(settings: Settings) -> Iterator[None]:
    """Nothing was announced; hints go where the trial's thread would wait, which does not run in tests."""
    settings.REDIS_URL = ""
    recording.forget()
    hinted.clear()
    wanted.clear()
    yield
    recording.forget()
    hinted.clear()
    wanted.clear()
