"""Deliveries that nobody has any more, and that come too often."""

from collections.abc import Sequence
from threading import Barrier

from django.db.models import F

from forum.events.models import Delivery
from forum.events.receiving import find_receiver
from tests.together import PATIENCE, at_once

TIMES = 3


def let_leases_run_out() -> None:
    """As if LEASE had passed: whoever was killed over a delivery has it no longer."""
    Delivery.objects.alive().update(due_at=F("announced_at"))


def deliver_three_times(deliveries: Sequence[Delivery]) -> None:
    """One after the other, each to its receiver from three threads that begin with it together."""
    start = Barrier(TIMES)

    def deliver_all() -> None:
        for delivery in deliveries:
            receive = find_receiver(delivery.receiver)
            assert receive
            start.wait(PATIENCE)
            receive(**delivery.ids)

    at_once([deliver_all] * TIMES)
