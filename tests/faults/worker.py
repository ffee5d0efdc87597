"""The Celery application with the receivers of these tests: `celery -A tests.faults.worker worker`."""

from forum.celery import app
from tests.faults import effects

__all__ = ["app", "effects"]
