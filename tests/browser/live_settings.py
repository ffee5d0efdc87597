"""Of the live service beside the browser tests, whose database is SQLite; the project wants PostgreSQL."""

import os

from tests.settings import *  # noqa: F403

REDIS_URL = os.environ["REDIS_OF_TESTS"]
