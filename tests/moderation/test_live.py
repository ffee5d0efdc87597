"""What pages of the queue hear of one another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.lib.pagination import number_of
from moderation.appealing import answer
from moderation.escalating import escalate
from moderation.models import Case
from moderation.queue import PAGE
from tests.make import make_comment
from tests.moderation.cases import appealed, case_of, decided_by, removal
from tests.rights.forms import FORMS

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def shown() -> list[Case]:
    return [case_of() for _each in range(3)]


def address(shown: list[Case], tab: str = "all") -> str:
    return f"/moderation/live?tab={tab}&newest={shown[-1].pk}&cases={'.'.join(str(case.pk) for case in shown)}"


def test_a_page_hears_whose_eyes_are_on_a_case_and_what_was_decided(
    browse: Browse, mona: User, ada: User, shown: list[Case]
) -> None:
    claimed, decided, open_case = shown
    browse(ada).get(f"/moderation/case/{claimed.pk}")
    browse(ada).post(f"/moderation/case/{decided.pk}/decide", FORMS["broken"]({}))

    heard = browse(mona).get(address(shown)).json()

    assert heard["states"] == {
        str(claimed.pk): ["claimed", "ada looks at it"],
        str(decided.pk): ["decided", "Comment removed by ada"],
        str(open_case.pk): ["open", ""],
    }
    assert heard["new"] == ""


def test_what_has_not_changed_is_not_sent_again(browse: Browse, mona: User, ada: User, shown: list[Case]) -> None:
    client = browse(mona)
    tag = client.get(address(shown)).headers["ETag"]
    same = client.get(address(shown), headers={"If-None-Match": tag})
    browse(ada).get(f"/moderation/case/{shown[0].pk}")

    other = client.get(address(shown), headers={"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_new_cases_are_announced_where_they_belong(browse: Browse, mona: User, shown: list[Case]) -> None:
    case_of()
    case_of()

    assert browse(mona).get(address(shown)).json()["new"] == "2 new cases"
    assert browse(mona).get(address(shown, tab="held")).json()["new"] == ""


def test_an_old_case_is_new_where_somebody_puts_it(browse: Browse, mona: User, ada: User, shown: list[Case]) -> None:
    since = f"&since={number_of(timezone.now())}"
    of_others = f"/moderation/live?tab=escalated&newest={shown[-1].pk}{since}"
    escalate(shown[0], by=ada, why="A lawyer should see it.", at=timezone.now())

    heard = browse(mona).get(address(shown)).json()

    assert heard["states"][str(shown[0].pk)] == ["escalated", "ada passed it to the admins"]
    assert browse(mona).get(of_others).json()["new"] == "1 new case"
    assert browse(mona).get(f"{of_others}&cases={shown[0].pk}").json()["new"] == ""
    assert browse(mona).get(of_others.replace("escalated", "asked")).json()["new"] == ""


def test_appeals_hear_of_one_another(browse: Browse, mona: User, ada: User) -> None:
    shown, later = [appealed(removal(comment, mona), comment.author) for comment in (make_comment(), make_comment())]
    answer(shown.pk, decided_by(ada), overturn=False)

    heard = browse(mona).get(f"/moderation/live?tab=appeals&newest={shown.pk}&cases={shown.pk}").json()

    assert heard == {"states": {str(shown.pk): ["decided", "Upheld on appeal by ada"]}, "new": "1 new appeal"}
    assert later.decided_at is None


@pytest.mark.parametrize(
    "query", ["since=x", "cases=a", "cases=1..2", "newest=-1", "newest=x", f"cases={'.'.join(['1'] * (PAGE + 2))}"]
)
def test_what_no_page_asks_is_refused(browse: Browse, mona: User, query: str) -> None:
    assert browse(mona).get(f"/moderation/live?{query}").status_code == 400


def test_a_page_and_the_case_beside_it_may_be_asked_for(browse: Browse, mona: User) -> None:
    assert browse(mona).get(f"/moderation/live?cases={'.'.join(['1'] * (PAGE + 1))}").status_code == 200
