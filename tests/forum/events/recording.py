"""Receivers that note what they were told, and one that fails as often as a test asks."""

from django.db import connection

from forum.events.receiving import receiver

heard: list[tuple[str, dict[str, int]]] = []
failures: list[Exception] = []
was_in_transaction: list[bool] = []


def forget() -> None:
    heard.clear()
    failures.clear()
    was_in_transaction.clear()


@receiver("bell_rung")
def listen(*, bell_id: int) -> None:
    heard.append(("listen", {"bell_id": bell_id}))
    was_in_transaction.append(connection.in_atomic_block)


@receiver("bell_rung")
@receiver("bell_struck")
def overhear(*, bell_id: int) -> None:
    heard.append(("overhear", {"bell_id": bell_id}))


@receiver("bell_cracked")
def fail(*, bell_id: int) -> None:
    heard.append(("fail", {"bell_id": bell_id}))
    if failures:
        raise failures.pop()
