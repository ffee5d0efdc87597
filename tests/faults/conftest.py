from collections.abc import Iterator

import pytest

from tests.faults import effects
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
