"""Many cases in one go: as many as were counted, each decided as it would be alone, and all of it taken back."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from moderation import bulk
from moderation.deciding import Verdict, decide
from moderation.models import Case, LoggedAct
from moderation.reporting import take_back
from moderation.verifying import verify_log
from tests.make import RuleFactory, make_comment
from tests.moderation.cases import case_of, decided_by

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def cases() -> list[Case]:
    return [case_of() for _each in range(3)]


def hidden_fields(page: str) -> dict[str, list[str]]:
    """What the page of the count sends on."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        fields.setdefault(name, []).append(value)
    return fields


def preview(client: Client, **fields: object) -> dict[str, list[str]]:
    answer = client.post("/moderation/bulk?tab=all&order=risk", fields)
    assert answer.status_code == 200
    return hidden_fields(answer.content.decode())


def test_the_count_is_shown_first_and_nothing_is_done(browse: Browse, mona: User, cases: list[Case]) -> None:
    answer = browse(mona).post("/moderation/bulk", {"case": [cases[0].pk, cases[1].pk]})

    assert "2 cases" in answer.content.decode()
    assert Case.objects.open().count() == 3


def test_what_was_selected_is_decided_under_one_id(browse: Browse, mona: User, cases: list[Case]) -> None:
    client, rule = browse(mona), RuleFactory.create()
    meant = preview(client, case=[cases[0].pk, cases[1].pk])

    answer = client.post("/moderation/bulk", {**meant, "verdict": "remove", "rule": rule.pk}, follow=True)

    assert "2 cases decided." in answer.content.decode()
    assert list(Case.objects.open()) == [cases[2]]
    assert {str(entry.bulk) for entry in LoggedAct.objects.all()} == set(meant["key"])
    assert {entry.rule for entry in LoggedAct.objects.all()} == {rule}
    assert Comment.objects.published().count() == 1


def test_all_that_match_are_those_that_were_counted(browse: Browse, mona: User, cases: list[Case]) -> None:
    client = browse(mona)
    meant = preview(client, all="1", case=[cases[0].pk])
    later = case_of()

    client.post("/moderation/bulk", {**meant, "verdict": "approve"})

    assert list(Case.objects.open()) == [later]


def test_one_undo_takes_all_of_it_back(browse: Browse, mona: User, cases: list[Case]) -> None:
    client = browse(mona)
    meant = preview(client, all="1")
    client.post("/moderation/bulk", {**meant, "verdict": "remove", "rule": RuleFactory.create().pk})

    answer = client.post(f"/moderation/bulk/{meant['key'][0]}/undo", follow=True)

    assert "0 of them still stand" in answer.content.decode()
    assert set(Case.objects.open()) == set(cases)
    assert Comment.objects.published().count() == 3
    assert verify_log().fault is None


def test_sent_twice_it_is_done_once(browse: Browse, mona: User, cases: list[Case]) -> None:
    client = browse(mona)
    meant = preview(client, case=[cases[0].pk])
    form = {**meant, "verdict": "approve"}
    client.post("/moderation/bulk", form)
    again = case_of(cases[0].thing)

    client.post("/moderation/bulk", {**form, "case": [again.pk]})

    assert again in Case.objects.open()


def removed_comment(moderator: User) -> Comment:
    comment = make_comment()
    remove_comment(comment, by=moderator, at=timezone.now())
    return Comment.objects.get(pk=comment.pk)


def test_each_result_is_told(browse: Browse, mona: User, ada: User, cases: list[Case]) -> None:
    client, gone = browse(mona), case_of(removed_comment(mona))
    outcome = bulk.decide_some(
        [cases[0].pk, gone.pk, decide(cases[1].pk, Verdict.APPROVE, decided_by(ada)).case.pk],
        Verdict.REMOVE,
        decided_by(mona),
    )

    assert outcome == bulk.Outcome(done=1, late=1, impossible=1)
    meant = preview(client, case=[cases[2].pk, gone.pk])
    answer = client.post(
        "/moderation/bulk", {**meant, "verdict": "remove", "rule": RuleFactory.create().pk}, follow=True
    )
    page = answer.content.decode()
    assert "1 case decided." in page
    assert "To 1 it cannot be done, or a colleague must decide it." in page


def test_no_more_than_its_bound_is_decided_in_one_go(
    browse: Browse, mona: User, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    client = browse(mona)

    client.post("/moderation/bulk", {**preview(client, all="1"), "verdict": "approve"})

    assert Case.objects.open().count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {"verdict": "remove"},
        {"verdict": "burn"},
        {},
        {"verdict": "approve", "key": "x"},
        {"verdict": "approve", "note": "x" * 2001},
        {"verdict": "approve", "all": "1", "newest": ""},
        {"verdict": "approve", "all": "1", "newest": "-1"},
    ],
)
def test_what_is_not_in_order_is_asked_again_and_nothing_is_done(
    browse: Browse, mona: User, cases: list[Case], form: dict[str, str]
) -> None:
    sent = {"case": cases[0].pk, "confirmed": "1", "key": str(uuid4()), **form}

    assert browse(mona).post("/moderation/bulk", sent).status_code == 422
    assert Case.objects.open().count() == 3


@pytest.mark.parametrize("form", [{}, {"case": "999999"}, {"case": "x"}])
def test_where_nothing_is_meant_it_says_so(browse: Browse, mona: User, form: dict[str, str]) -> None:
    assert "none was selected" in browse(mona).post("/moderation/bulk", form).content.decode()


def test_a_case_whose_report_was_taken_back_is_passed_over(mona: User, cases: list[Case]) -> None:
    pks = [case.pk for case in cases]
    take_back(cases[0].reports.get())

    outcome = bulk.decide_some(pks, Verdict.APPROVE, decided_by(mona))

    assert (outcome.done, outcome.late, outcome.impossible) == (2, 1, 0)
