from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import effects
from tests.faults.processes import eventually, running
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
    command = ["celery", "-A", "tests.faults.worker", "worker", "--beat", "--concurrency=2", "--loglevel=INFO"]
    # In memory: on a busy machine the file of the usual one answers "locking protocol", and beat ends.
    in_memory = "--scheduler=celery.beat:Scheduler"
    with running("tests.faults.kept", *command, in_memory, redis_url=valkey.url, log=log) as process:
        eventually(lambda: " ready." in log.read_text() or process.poll() is not None, within=60)
        assert " ready." in log.read_text(), log.read_text()
        yield log
