"""Deciding a case: once, whoever else is at it, and back again exactly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.events import receiving
from forum.events.models import Delivery
from moderation.claiming import LEASE, claim, let_go
from moderation.deciding import AlreadyDecided, Verdict, decide, judge
from moderation.models import Act, Case, LoggedAct
from moderation.undoing import CannotUndo, undo
from moderation.verifying import verify_log
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import case_of, decided_by
from tests.together import at_once

pytestmark = pytest.mark.django_db


def held_comment() -> Comment:
    comment = make_comment()
    hold_comment(comment, at=timezone.now())
    return Comment.objects.get(pk=comment.pk)


type Make = Callable[[], Comment | Article]

DECISIONS: dict[str, tuple[Make, Verdict, Act]] = {
    "a comment stays": (make_comment, Verdict.APPROVE, Act.KEEP),
    "a comment goes": (make_comment, Verdict.REMOVE, Act.REMOVE_COMMENT),
    "a held comment is released": (held_comment, Verdict.APPROVE, Act.RELEASE_COMMENT),
    "a held comment goes": (held_comment, Verdict.REMOVE, Act.REMOVE_COMMENT),
    "its discussion is locked": (make_comment, Verdict.LOCK, Act.LOCK_ARTICLE),
    "a published article goes": (ArticleFactory.create, Verdict.REMOVE, Act.REMOVE_ARTICLE),
    "an article stays": (ArticleFactory.create, Verdict.APPROVE, Act.KEEP),
    "a waiting article goes": (
        lambda: ArticleFactory.create(published_at=None),
        Verdict.REMOVE,
        Act.DECLINE_ARTICLE,
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_acts_closes_the_case_and_is_logged_once(name: str, mona: User) -> None:
    make, verdict, act = DECISIONS[name]
    case = case_of(make())

    entry = decide(case.pk, verdict, decided_by(mona, note="Because."))

    case.refresh_from_db()
    assert (entry.act, case.decision, case.decided_at) == (act, entry, entry.written_at)
    assert LoggedAct.objects.count() == 1
    assert verify_log().fault is None


@pytest.mark.parametrize("name", DECISIONS)
def test_taken_back_everything_is_as_it_was(name: str, mona: User) -> None:
    make, verdict, _act = DECISIONS[name]
    case = case_of(make())
    before = rows()
    entry = decide(case.pk, verdict, decided_by(mona, note="Because."))

    back = undo(entry.pk, decided_by(mona))

    assert rows() == before
    assert back.reverts == entry
    assert LoggedAct.objects.count() == 2
    assert list(all_faults()) == []


def rows() -> list[object]:
    """All but when something came into a moderator's hands, which is new the second time."""
    times = {"held_at", "published_at"}
    facts = [
        {name: value if name not in times else bool(value) for name, value in row.items()}
        for model in (Article, Comment, Case)
        for row in model.objects.order_by("pk").values()
    ]
    return list(facts)


def test_whoever_comes_second_learns_who_decided_what(mona: User, ada: User) -> None:
    case = case_of()
    decide(case.pk, Verdict.REMOVE, decided_by(mona))

    with pytest.raises(AlreadyDecided) as too_late:
        decide(case.pk, Verdict.APPROVE, decided_by(ada))

    decision = too_late.value.case.decision
    assert decision is not None
    assert (decision.act, decision.particulars.by) == (Act.REMOVE_COMMENT, mona)
    assert Comment.objects.get().removed_at is not None


def test_a_decision_is_taken_back_once(mona: User) -> None:
    entry = decide(case_of().pk, Verdict.REMOVE, decided_by(mona))
    undo(entry.pk, decided_by(mona))

    with pytest.raises(CannotUndo):
        undo(entry.pk, decided_by(mona))


def test_taken_back_where_it_was_reported_anew_the_new_case_goes_on(mona: User) -> None:
    first = case_of()
    comment = first.thing
    entry = decide(first.pk, Verdict.APPROVE, decided_by(mona))
    second = case_of(comment)

    back = undo(entry.pk, decided_by(mona))

    first.refresh_from_db()
    assert first.decision == back
    assert list(Case.objects.open()) == [second]


def test_what_its_author_deleted_meanwhile_is_looked_at_and_the_case_is_closed(mona: User) -> None:
    comment = make_comment()
    case = case_of(comment)
    judge(comment, Verdict.REMOVE, decided_by(mona))
    again = case_of(comment)

    assert decide(again.pk, Verdict.REMOVE, decided_by(mona)).act == Act.KEEP
    assert not Case.objects.open().exists()
    assert case.pk != again.pk


def test_what_is_removed_where_it_stands_decides_its_case(mona: User) -> None:
    case = case_of()

    entry = judge(Comment.objects.get(), Verdict.REMOVE, decided_by(mona))

    case.refresh_from_db()
    assert case.decision == entry


def test_what_a_decision_sends_is_held_back(mona: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_names_by_event", {"comment_removed": ["test"], "case_decided": ["test"]})
    case = case_of()
    at = timezone.now()

    decide(case.pk, Verdict.REMOVE, decided_by(mona))

    assert {delivery.event for delivery in Delivery.objects.all()} == {"comment_removed", "case_decided"}
    assert all(delivery.due_at >= at + timedelta(seconds=30) for delivery in Delivery.objects.all())


# -- Claims -----------------------------------------------------------------------------------------------------------


def test_a_claim_is_one_moderators_until_it_ends(mona: User, ada: User) -> None:
    case, now = case_of(), timezone.now()

    assert claim(case, by=mona, now=now)
    assert claim(case, by=mona, now=now + LEASE / 2)
    assert not claim(case, by=ada, now=now + LEASE)
    assert claim(case, by=ada, now=now + LEASE * 2)
    assert not let_go(case, by=mona)
    assert let_go(case, by=ada)
    assert claim(case, by=mona, now=now)


def test_a_decided_case_is_nobodys(mona: User) -> None:
    case = case_of()
    claim(case, by=mona, now=timezone.now())

    decide(case.pk, Verdict.APPROVE, decided_by(mona))

    case.refresh_from_db()
    assert case.claimed_by is None
    assert not claim(case, by=mona, now=timezone.now())


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does(mona: User, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=True):
        for _round in range(10):
            case = case_of()
            ways = [(Verdict.REMOVE, decided_by(mona)), (Verdict.APPROVE, decided_by(ada))]

            acts = at_once([lambda case=case, way=way: outcome(case, *way) for way in ways])  # type: ignore[misc]

            case.refresh_from_db()
            assert acts.count("too late") == 1
            assert case.decision is not None
            assert case.decision.act in acts
    assert LoggedAct.objects.count() == 10
    assert verify_log().fault is None


def outcome(case: Case, verdict: Verdict, decided: object) -> str:
    try:
        return decide(case.pk, verdict, decided).act  # type: ignore[arg-type]
    except AlreadyDecided:
        return "too late"
