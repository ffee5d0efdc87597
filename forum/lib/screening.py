"""Asking the layers above whether a text may appear, without knowing them.

A higher app registers its screeners in the `ready()` of its AppConfig:

    def refuse_shouting(draft: Draft, *, author_id: int) -> Verdict:
        return refuse(_("Please don't shout.")) if draft.text.isupper() else ALLOW

    screener(refuse_shouting)

They run before any lock, in a reader's request: one that asks somebody outside bounds its wait, and answers for itself
what happens when that fails. The reason is shown to the author: translate it.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Answer(IntEnum):
    # In order of strength: of several answers the last of these counts.
    ALLOW = 0
    HOLD = 1
    REFUSE = 2


@dataclass(frozen=True)
class Draft:
    """A text that somebody wants to put under an article, before it is stored. No parent: it begins a thread.

    No article: it is one itself, its title first.
    """

    text: str
    article_id: int | None
    parent_id: int | None = None
    # It takes the place of what they said before.
    is_edit: bool = False


@dataclass(frozen=True)
class Verdict:
    answer: Answer
    reason: str = ""

    @property
    def is_held(self) -> bool:
        return self.answer == Answer.HOLD

    @property
    def is_refused(self) -> bool:
        return self.answer == Answer.REFUSE


ALLOW = Verdict(Answer.ALLOW)


def hold(reason: str) -> Verdict:
    """Only its author and moderators see it until one of these releases it."""
    return Verdict(Answer.HOLD, reason)


def refuse(reason: str) -> Verdict:
    """It is not stored; its author gets the text back with the reason."""
    return Verdict(Answer.REFUSE, reason)


class Screener(Protocol):
    def __call__(self, draft: Draft, *, author_id: int) -> Verdict: ...


_screeners: list[Screener] = []


def screener[S: Screener](function: S) -> S:
    """Have every draft shown to the function."""
    if function not in _screeners:
        _screeners.append(function)
    return function


def dismiss(function: Screener) -> None:
    """Ask it no more."""
    _screeners.remove(function)


def screen(draft: Draft, *, author_id: int) -> Verdict:
    """The strictest verdict; of equals the first. All are asked: some take notes."""
    verdicts = [judge(draft, author_id=author_id) for judge in _screeners]
    return max(verdicts, key=lambda verdict: verdict.answer, default=ALLOW)
