from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import effects
from tests.faults.processes import worker_with_beat
from tests.faults.valkey import Valkey


@pytest.fixture
def effect_tables(transactional_db: None) -> Iterator[None]:
    effects.drop_tables()
    effects.create_tables()
    yield
    effects.drop_tables()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(valkey: Valkey, tmp_path: Path) -> Iterator[Path]:
    """A worker with beat, begun again where it ends; its log."""
    log = tmp_path / "worker.log"
    with worker_with_beat(valkey.url, log, kept=True):
        yield log
