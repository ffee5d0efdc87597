"""What tests of the operators' pages do there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db.models import Model
from django.test import Client

from forum.events import receiving
from forum.events.models import Delivery

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def act(client: Client, kind: str, action: str, *rows: Model) -> "Answer":
    """Tick rows of a list (`comments/comment`), run the action, and follow to what is told about it."""
    ticked = {"action": action, "index": "0", "_selected_action": [str(row.pk) for row in rows]}
    return client.post(f"/admin/{kind}/", ticked, follow=True)


def told(answer: "Answer") -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@contextmanager
def hearing(*events: str) -> Iterator[Callable[[], list[tuple[str, dict[str, int]]]]]:
    """Within it each of the events has one receiver; what is given tells what was announced to it."""
    with pytest.MonkeyPatch.context() as patch:
        # Put back afterwards: a registration lasts as long as the process.
        patch.setattr(receiving, "_names_by_event", {})
        for event in events:
            receiving.receiver(event)(take_no_notice)
        yield lambda: list(Delivery.objects.order_by("pk").values_list("event", "ids"))


def take_no_notice(**ids: int) -> None:
    """What receives here is only the row in the outbox."""
