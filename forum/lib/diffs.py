"""What an edit changed, word by word, in bounded time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "added", "removed"]
Step = tuple[Kind, str]

# Past this many words taken out and put in, lines are compared, and past this many lines all is replaced:
# time grows with the square of it.
MOST_EDITS = 400

_WORD = re.compile(r"\w+|\s+|[^\w\s]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Pieces in reading order. To the character, same and added together are `new`, same and removed are `old`."""
    steps = _steps(_WORD.findall(old), _WORD.findall(new))
    if steps is None:
        steps = _steps(_LINE.findall(old), _LINE.findall(new))
    return list(_pieces(steps if steps is not None else [("removed", old), ("added", new)]))


def _steps(old: list[str], new: list[str]) -> list[Step] | None:
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _fewest_edits(old[head : len(old) - tail], new[head : len(new) - tail])
    if middle is None:
        return None
    return [*_all("same", old[:head]), *middle, *_all("same", old[len(old) - tail :])]


def _common(left: list[str], right: list[str]) -> int:
    """How many both begin with."""
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return place
    return min(len(left), len(right))


def _fewest_edits(old: list[str], new: list[str]) -> list[Step] | None:
    """Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). None past MOST_EDITS."""
    # After each number of edits: how far into `old` each diagonal (place in old - place in new) has come.
    reached: list[dict[int, int]] = [{1: 0}]
    for edits in range(MOST_EDITS + 1):
        now: dict[int, int] = {}
        for diagonal in range(-edits, edits + 1, 2):
            x = _before(reached[-1], diagonal, edits)[1]
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            now[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked_back(reached, old, new)
        reached.append(now)
    return None


def _before(reached: dict[int, int], diagonal: int, edits: int) -> tuple[Kind, int]:
    """The edit that leads furthest on this diagonal, and the place in `old` after it."""
    if diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1]):
        return "added", reached[diagonal + 1]
    return "removed", reached[diagonal - 1] + 1


def _walked_back(reached: list[dict[int, int]], old: list[str], new: list[str]) -> list[Step]:
    backwards: list[Step] = []
    x, y = len(old), len(new)
    for edits in range(len(reached) - 1, 0, -1):
        kind, start = _before(reached[edits], x - y, edits)
        backwards += _all("same", old[start:x][::-1])
        y -= x - start
        x = start
        if kind == "added":
            y -= 1
            backwards.append((kind, new[y]))
        else:
            x -= 1
            backwards.append((kind, old[x]))
    backwards += _all("same", old[:x][::-1])
    return backwards[::-1]


def _all(kind: Kind, words: list[str]) -> list[Step]:
    return [(kind, word) for word in words]


def _pieces(steps: list[Step]) -> Iterator[Piece]:
    """Neighbours joined, what went before what came. A blank between two changes changes with them: easier to read."""
    for changed, group in groupby(range(len(steps)), lambda place: _changed(steps, place)):
        run = [steps[place] for place in group]
        if not changed:
            yield Piece("same", "".join(text for _, text in run))
        elif {kind for kind, _ in run} >= {"added", "removed"}:
            yield Piece("removed", "".join(text for kind, text in run if kind != "added"))
            yield Piece("added", "".join(text for kind, text in run if kind != "removed"))
        else:
            for kind, words in groupby(run, lambda step: step[0]):
                yield Piece(kind, "".join(text for _, text in words))


def _changed(steps: list[Step], place: int) -> bool:
    kind, text = steps[place]
    between = 0 < place < len(steps) - 1
    return kind != "same" or (
        between and text.isspace() and steps[place - 1][0] != "same" and steps[place + 1][0] != "same"
    )
