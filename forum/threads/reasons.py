"""Asking the layer above why comments were removed or folded, without knowing it.

A higher app registers the one `Explainer` that knows, in the `ready()` of its AppConfig.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from forum.threads.rows import Row


class Reason(NamedTuple):
    # In a few words; empty where there was none.
    rule: str
    # Where all read of it, and where its author reads more.
    url: str
    own_url: str


@dataclass(frozen=True)
class Explainer:
    """What is known of comments that were removed, and of others that were folded.

    `entries` is a query with the columns `comment`, `rule_title` and `number`, so that a page can ask for them together
    with something else. Of several about one comment the highest number counts.
    """

    entries: Callable[[Collection[int], Collection[int]], QuerySet[Any]]
    reason: Callable[[str, int], Reason]


_explainers: list[Explainer] = []


def explain_with(explainer: Explainer) -> None:
    _explainers[:] = [explainer]


def entries_about(rows: Sequence[Row]) -> QuerySet[Any] | None:
    """None where there is nothing to explain, or nobody who could."""
    removed = [row.id for row in rows if row.removed_at is not None]
    folded = [row.id for row in rows if row.is_folded]
    return _explainers[0].entries(removed, folded) if _explainers and (removed or folded) else None


def reason_in(rule: str, number: int) -> Reason:
    """What such an entry says."""
    return _explainers[0].reason(rule, number)
