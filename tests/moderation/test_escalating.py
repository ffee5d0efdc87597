"""Passing a case to the admins: they decide it, everybody sees who has it, and it can be taken back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation.acting import NotTheirs
from moderation.bulk import Outcome, decide_some
from moderation.deciding import Verdict, decide, hold, judge
from moderation.escalating import escalate, take_back
from moderation.models import Case, LoggedAct
from moderation.queue import Choice, Tab, next_case
from moderation.undoing import CannotUndo, undo
from tests.make import UserFactory, make_comment
from tests.moderation.cases import case_of, decided_by
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def passed(mona: User) -> Case:
    case = case_of()
    assert escalate(case, by=mona, why="It is about all of us.", at=timezone.now())
    return Case.objects.get(pk=case.pk)


def test_an_admin_decides_what_was_passed_on_and_moderators_do_not(passed: Case, mona: User, ada: User) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: decide(passed.pk, Verdict.REMOVE, decided_by(mona)),
        lambda: hold(passed.pk, decided_by(mona)),
        lambda: judge(passed.thing, Verdict.REMOVE, decided_by(mona)),
    ]
    for verb in verbs:
        with pytest.raises(NotTheirs):
            verb()
    assert decide_some([passed.pk], Verdict.APPROVE, decided_by(mona)) == Outcome(impossible=1)
    assert not LoggedAct.objects.exists()

    entry = decide(passed.pk, Verdict.APPROVE, decided_by(ada))

    with pytest.raises(CannotUndo):
        undo(entry.pk, decided_by(mona))
    undo(entry.pk, decided_by(ada))
    passed.refresh_from_db()
    assert (passed.decided_at, passed.escalated_by) == (None, mona)


def test_moderators_see_who_passed_it_on_and_why(browse: Browse, passed: Case, mona: User, ada: User) -> None:
    colleague = UserFactory.create(role=User.Role.MODERATOR)
    listed = read(browse(colleague), "/moderation/")

    theirs, hers, admins = (
        read(browse(who), f"/moderation/case/{passed.pk}?tab=escalated") for who in (colleague, mona, ada)
    )
    passed.refresh_from_db()

    for page in (theirs, hers, admins):
        assert "mona passed it to the admins:" in page
        assert "It is about all of us." in page
    assert ["The admins have it" in page for page in (theirs, hers, admins)] == [True, True, False]
    assert ["Take it back" in page for page in (theirs, hers, admins)] == [False, True, True]
    assert passed.claimed_by == ada
    assert "mona passed it to the admins" in listed


def test_the_admins_see_them_first(browse: Browse, passed: Case, mona: User, ada: User) -> None:
    tabs = {who: browse(who).get("/moderation/").context["tabs"] for who in (mona, ada)}

    assert tabs[ada][0].label == Tab.ESCALATED.label
    assert tabs[mona][0].label == Tab.ALL.label


def test_it_leads_on_with_the_way_back(browse: Browse, mona: User) -> None:
    first, second = case_of(), case_of()
    Case.objects.filter(pk=first.pk).update(risk=9)
    client = browse(mona)

    answer = client.post(f"/moderation/case/{first.pk}/escalate", {"why": "Ask a lawyer."}, follow=True)

    assert answer.redirect_chain[0][0].startswith(f"/moderation/case/{second.pk}?")
    assert f"/moderation/case/{first.pk}/take-back" in answer.content.decode()
    assert next_case(Choice(mona, timezone.now()), after=second) is None

    client.post(f"/moderation/case/{first.pk}/take-back")

    assert not Case.objects.escalated().exists()
    assert next_case(Choice(mona, timezone.now()), after=second) == first


def test_who_passed_it_on_or_an_admin_takes_it_back(passed: Case, mona: User, ada: User) -> None:
    assert not take_back(passed, by=UserFactory.create(role=User.Role.MODERATOR))
    assert take_back(passed, by=mona)
    assert not take_back(passed, by=ada)


def test_it_is_passed_on_once_and_not_by_its_author(passed: Case, mona: User, ada: User) -> None:
    own = case_of(make_comment(by=mona))

    assert not escalate(passed, by=ada, why="Again.", at=timezone.now())
    assert not escalate(own, by=mona, why="Please not.", at=timezone.now())


def test_who_is_late_is_shown_how_it_stands(browse: Browse, passed: Case, mona: User) -> None:
    answer = browse(mona).post(f"/moderation/case/{passed.pk}/decide", {"verdict": "approve"}, follow=True)

    assert "The admins have it" in answer.content.decode()
    assert Case.objects.open().escalated().get() == passed


@pytest.mark.parametrize(("why", "status"), [("", 422), (" \n", 422), ("x" * 501, 422), ("👪" * 500, 303)])
def test_why_is_said_within_bounds(browse: Browse, mona: User, why: str, status: int) -> None:
    assert browse(mona).post(f"/moderation/case/{case_of().pk}/escalate", {"why": why}).status_code == status
