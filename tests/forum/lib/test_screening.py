from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from forum.lib import screening
from forum.lib.screening import ALLOW, Draft, Screener, Verdict, dismiss, hold, refuse, screen, screener

DRAFT = Draft(text="Well met", article_id=1)


@pytest.fixture(autouse=True)
def _nobody_asks_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the layers above have their own tests."""
    monkeypatch.setattr(screening, "_screeners", [])


@contextmanager
def asked(*screeners: Screener) -> Iterator[None]:
    for one in screeners:
        screener(one)
    try:
        yield
    finally:
        for one in screeners:
            dismiss(one)


def allow_all(draft: Draft, *, author_id: int) -> Verdict:
    return ALLOW


def hold_all(draft: Draft, *, author_id: int) -> Verdict:
    return hold("held")


def hold_again(draft: Draft, *, author_id: int) -> Verdict:
    return hold("held again")


def refuse_replies_of_seven(draft: Draft, *, author_id: int) -> Verdict:
    return refuse("no") if draft.parent_id and author_id == 7 else ALLOW


def test_draft_is_allowed_where_nobody_is_asked() -> None:
    verdict = screen(DRAFT, author_id=7)

    assert verdict == ALLOW
    assert not verdict.is_held
    assert not verdict.is_refused


def test_screener_judges_by_draft_and_author() -> None:
    reply = Draft(text="Well met", article_id=1, parent_id=2)

    with asked(refuse_replies_of_seven):
        assert screen(reply, author_id=7).is_refused
        assert not screen(reply, author_id=8).is_refused
        assert not screen(DRAFT, author_id=7).is_refused


def test_strictest_verdict_counts_and_of_equals_the_first() -> None:
    reply = Draft(text="Well met", article_id=1, parent_id=2)

    with asked(allow_all, hold_all, hold_again, refuse_replies_of_seven):
        assert screen(DRAFT, author_id=7) == hold("held")
        assert screen(DRAFT, author_id=7).is_held
        assert screen(reply, author_id=7) == refuse("no")


def test_screener_registered_twice_is_asked_once() -> None:
    asked_of: list[int] = []

    def take_note(draft: Draft, *, author_id: int) -> Verdict:
        asked_of.append(author_id)
        return ALLOW

    screener(take_note)
    with asked(take_note):
        screen(DRAFT, author_id=7)

    assert asked_of == [7]
