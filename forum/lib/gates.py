"""Asking the layers above whether something may be done now, without knowing them.

A higher app guards an act in the `ready()` of its AppConfig:

    def no_votes_at_night(asked: Asked) -> str:
        return _("Votes sleep until six.") if is_night() else ""

    guard("vote", no_votes_at_night)

Guards are asked each time, in a reader's request: they look in the database, and remember nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """Who wants to do it, where. None: somebody without an account; no article in particular."""

    person_id: int | None = None
    article_id: int | None = None


type Guard = Callable[[Asked], str]

_guards: defaultdict[str, list[Guard]] = defaultdict(list)


def guard(act: str, function: Guard) -> None:
    """Have the function asked before every such act. It answers with the reason why not, or nothing."""
    if function not in _guards[act]:
        _guards[act].append(function)


def why_not(act: str, asked: Asked) -> str:
    """The first reason against it; empty where there is none."""
    return next(filter(None, (function(asked) for function in _guards[act])), "")
