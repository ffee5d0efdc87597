"""What is much is carried out behind a page that says how far it is: whoever is interrupted, each is decided once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.trees import tree_transaction
from forum.events.relaying import relay
from moderation import acting, carrying_out, views_bulk
from moderation.carrying_out import STOPPED_AFTER, TAKEN_OVER_AFTER, ask, go_on
from moderation.deciding import Verdict, decide
from moderation.models import BulkAct, Case, LoggedAct
from moderation.together import by_itself, together
from moderation.verifying import verify_log
from tests.make import RuleFactory, make_comment
from tests.moderation.cases import case_of, decided_by
from tests.together import at_once

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def cases() -> list[Case]:
    thread = make_comment()
    return [case_of(make_comment(to=thread)) for _each in range(4)]


@pytest.fixture
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request does the first, and no more."""
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)
    monkeypatch.setattr(views_bulk, "IN_A_REQUEST", 0.0)


def asked(client: Client, cases: list[Case]) -> tuple[UUID, dict[str, object]]:
    key = uuid4()
    pks = [case.pk for case in cases]
    form = {"confirmed": "1", "key": key, "case": pks, "verdict": "remove", "rule": RuleFactory.create().pk}
    assert client.post("/moderation/bulk", form).status_code == 303
    return key, form


@pytest.mark.usefixtures("_one_at_a_time")
def test_the_page_says_how_far_it_is_and_then_what_became_of_each(
    browse: Browse, mona: User, cases: list[Case]
) -> None:
    client = browse(mona)
    key, _form = asked(client, cases)

    under_way = client.get(f"/moderation/bulk/{key}").content.decode()
    relay()
    done = client.get(f"/moderation/bulk/{key}").content.decode()

    assert "1 of 4 cases." in under_way
    assert '<meta http-equiv="refresh"' in under_way
    assert "Undo all of it" not in under_way
    assert "4 cases decided." in done
    assert "refresh" not in done
    assert not Case.objects.open().exists()


@pytest.mark.usefixtures("_one_at_a_time")
def test_sent_twice_while_it_goes_on_each_is_decided_once(browse: Browse, mona: User, cases: list[Case]) -> None:
    client = browse(mona)
    key, form = asked(client, cases)

    client.post("/moderation/bulk", form)
    relay()

    assert BulkAct.objects.get().key == key
    assert LoggedAct.objects.count() == 4
    assert Comment.objects.published().count() == 1
    assert verify_log().fault is None


@pytest.mark.usefixtures("_one_at_a_time")
def test_what_has_stopped_says_so_and_goes_on_when_told_to(browse: Browse, mona: User, cases: list[Case]) -> None:
    client = browse(mona)
    key, _form = asked(client, cases)

    with time_machine.travel(timezone.now() + STOPPED_AFTER + timedelta(seconds=1)):
        page = client.get(f"/moderation/bulk/{key}").content.decode()
        client.post(f"/moderation/bulk/{key}")
        after = client.get(f"/moderation/bulk/{key}").content.decode()

    assert "It has stopped there." in page
    assert "2 of 4 cases." in after
    assert "It has stopped there." not in after


def test_where_the_request_dies_somebody_else_goes_on(mona: User, cases: list[Case]) -> None:
    ask(uuid4(), [case.pk for case in cases], Verdict.REMOVE, decided_by(mona))

    relay()
    assert Case.objects.open().count() == 4

    with time_machine.travel(timezone.now() + TAKEN_OVER_AFTER):
        relay()
    assert not Case.objects.open().exists()


@pytest.mark.usefixtures("_one_at_a_time")
def test_taking_it_back_goes_on_behind_the_page_too_and_is_one_go(
    browse: Browse, mona: User, cases: list[Case]
) -> None:
    client = browse(mona)
    key, _form = asked(client, cases)
    relay()

    for _time in range(2):
        client.post(f"/moderation/bulk/{key}/undo")
    relay()

    assert "0 of them still stand" in client.get(f"/moderation/bulk/{key}").content.decode()
    assert set(Case.objects.open()) == set(cases)
    assert LoggedAct.objects.count() == 8
    assert BulkAct.objects.get(reverts=key).done == 4


def test_whoever_is_no_moderator_any_more_decides_nothing(mona: User, cases: list[Case]) -> None:
    asked = ask(uuid4(), [case.pk for case in cases], Verdict.REMOVE, decided_by(mona))
    User.objects.filter(pk=mona.pk).update(role=User.Role.READER)

    go_on(asked.pk, for_seconds=1)

    asked.refresh_from_db()
    assert (asked.done, asked.impossible) == (0, 4)
    assert not LoggedAct.objects.exists()


def test_of_several_in_one_transaction_one_that_fails_leaves_nothing_and_the_others_stand(
    mona: User, cases: list[Case]
) -> None:
    @tree_transaction
    def all_but_the_second() -> None:
        with together(Case.objects.open()):
            for case in cases[:3]:
                try:
                    with by_itself():
                        decide(case.pk, Verdict.REMOVE, decided_by(mona))
                        if case == cases[1]:
                            raise LookupError
                except LookupError:
                    acting.look_at(case.thing, decided_by(mona))

    all_but_the_second()

    assert set(Case.objects.open()) == {cases[1], cases[3]}
    assert [entry.comment for entry in LoggedAct.objects.order_by("pk")] == [case.comment for case in cases[:3]]
    assert Comment.objects.published().count() == 3
    assert verify_log().fault is None


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_one_at_a_time")
def test_several_who_carry_out_the_same_take_turns(mona: User, ada: User, cases: list[Case]) -> None:
    one, other = (
        ask(uuid4(), [case.pk for case in some], Verdict.REMOVE, decided_by(who))
        for who, some in ((mona, cases), (ada, cases[::-1]))
    )

    at_once([partial(go_on, asked.pk, for_seconds=60) for asked in (one, one, other)])

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.done + other.done, one.late + other.late) == (4, 4)
    assert LoggedAct.objects.count() == 4
    assert verify_log().fault is None
