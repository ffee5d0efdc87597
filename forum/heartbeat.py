"""A sign of life of worker and beat, which answer nobody: a file that is touched whenever they have done some work.

docker-compose.yml looks at its age. Beat sends something every few seconds, so an old one means that nothing moves.
"""

from contextlib import suppress
from pathlib import Path

from celery.signals import after_task_publish, task_postrun
from django.conf import settings


def touch(**about: object) -> None:
    # Where nothing can be written nobody looks.
    with suppress(OSError):
        (Path(settings.VAR_DIR) / "heartbeat").touch()


# A worker has done a task; beat has sent one.
task_postrun.connect(touch, weak=False)
after_task_publish.connect(touch, weak=False)
