"""Asking the layer above why comments were removed, without knowing it.

A higher app registers the one function that knows, in the `ready()` of its AppConfig.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from forum.threads.rows import Row


class Reason(NamedTuple):
    # In a few words; empty where there was none.
    rule: str
    # Where all read of it, and where its author reads more.
    url: str
    own_url: str


# The reasons by comment, of those that are known.
type Explainer = Callable[[Collection[int]], Mapping[int, Reason]]

_explainers: list[Explainer] = []


def explain_removals_with(explainer: Explainer) -> None:
    _explainers[:] = [explainer]


def why_removed(rows: Iterable[Row]) -> Mapping[int, Reason]:
    """Of those that were removed. Nobody is asked on a page that holds none."""
    removed = [row.id for row in rows if row.removed_at is not None]
    return _explainers[0](removed) if _explainers and removed else {}
