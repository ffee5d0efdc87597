"""What pages of the queue hear of one another."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from moderation.models import Case
from moderation.queue import PAGE
from tests.moderation.cases import case_of
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


@pytest.mark.parametrize(
    "query", ["cases=a", "cases=1..2", "newest=-1", "newest=x", f"cases={'.'.join(['1'] * (PAGE + 2))}"]
)
def test_what_no_page_asks_is_refused(browse: Browse, mona: User, query: str) -> None:
    assert browse(mona).get(f"/moderation/live?{query}").status_code == 400


def test_a_page_and_the_case_beside_it_may_be_asked_for(browse: Browse, mona: User) -> None:
    assert browse(mona).get(f"/moderation/live?cases={'.'.join(['1'] * (PAGE + 1))}").status_code == 200
