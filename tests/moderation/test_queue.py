"""The queue: what waits, in which order, for whom; and what is decided there leads on by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.events.relaying import relay
from moderation import queue as queue_module
from moderation.claiming import claim
from moderation.escalating import escalate
from moderation.models import Case, Note
from moderation.queue import Choice, Order, Tab, count_tabs, next_case, page_of_cases
from tests.make import UserFactory, make_comment, make_thread
from tests.moderation.cases import appealed, case_of, removal, reported
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


def choice_of(viewer: User, tab: Tab = Tab.ALL, order: Order = Order.RISK) -> Choice:
    return Choice(viewer, timezone.now(), tab, order)


def listed(viewer: User, tab: Tab = Tab.ALL, order: Order = Order.RISK) -> list[Case]:
    return page_of_cases(choice_of(viewer, tab, order)).cases


def aged(text: str = "Indeed.") -> Comment:
    """By somebody who is not new."""
    return make_comment(by=UserFactory.create(joined_at=timezone.now() - timedelta(days=30)), text=text)


# -- The list ---------------------------------------------------------------------------------------------------------


def test_each_tab_has_its_cases_and_counts_them(mona: User, ada: User) -> None:
    by_newcomer, asked, mine, theirs = case_of(), case_of(aged()), case_of(aged()), case_of(aged())
    comment = aged()
    hold_comment(comment, at=timezone.now())
    relay()
    held = Case.objects.get(comment=comment)
    Case.objects.filter(pk=asked.pk).update(asked_at=timezone.now(), asked_by=ada)
    claim(mine, by=mona, now=timezone.now())
    claim(theirs, by=ada, now=timezone.now())
    escalate(mine, by=mona, why="It is about all of us.", at=timezone.now())
    claim(mine, by=mona, now=timezone.now())
    removed = aged()
    appealed(removal(removed, ada), removed.author)

    tabs = {tab: set(listed(mona, tab)) for tab in Tab}

    assert tabs == {
        Tab.ALL: {by_newcomer, asked, mine, theirs, held},
        Tab.REPORTED: {by_newcomer, asked, mine, theirs},
        Tab.HELD: {held},
        Tab.CAUGHT: set(),
        Tab.NEWCOMERS: {by_newcomer},
        Tab.ASKED: {asked},
        Tab.ESCALATED: {mine},
        Tab.APPEALS: set(),
        Tab.MINE: {mine},
    }
    counts = count_tabs(choice_of(mona))
    assert counts.by_tab == {tab: len(cases) for tab, cases in tabs.items()} | {Tab.APPEALS: 1}
    assert counts.newest == held.pk


def test_a_count_ends_where_it_says_enough(mona: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "COUNTED", 2)
    for _each in range(4):
        case_of()

    assert count_tabs(choice_of(mona)).by_tab[Tab.ALL] == 3


@pytest.mark.parametrize(
    ("order", "places"), [(Order.RISK, [2, 1, 0]), (Order.AGE, [0, 1, 2]), (Order.REACH, [1, 2, 0])]
)
def test_cases_stand_in_the_order_that_was_chosen(mona: User, order: Order, places: list[int]) -> None:
    cases = [case_of() for _each in range(3)]
    for place, (risk, reach) in enumerate([(0.5, 1), (0.5, 9), (2.0, 3)]):
        Case.objects.filter(pk=cases[place].pk).update(risk=risk, reach=reach)

    assert listed(mona, order=order) == [cases[place] for place in places]


@pytest.mark.parametrize("order", Order)
def test_pages_follow_one_another_without_a_gap(mona: User, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "PAGE", 2)
    cases = {case_of() for _each in range(5)}

    seen: list[Case] = []
    after: int | None = None
    while True:
        page = page_of_cases(choice_of(mona, order=order), after=after)
        seen += page.cases
        after = page.next_after
        if after is None:
            break

    assert len(seen) == 5
    assert set(seen) == cases


def test_a_page_says_what_waits_and_why(browse: Browse, mona: User) -> None:
    comment = make_comment(text="Buy pills <b>now</b>")
    report = reported(comment)

    page = read(browse(mona), "/moderation/")

    assert "Buy pills &lt;b&gt;now" in page
    assert report.rule.title in page
    assert "1 report" in page
    assert "new here" in page


def test_where_nothing_waits_it_says_so(browse: Browse, mona: User) -> None:
    assert "Nothing waits. Well done." in read(browse(mona), "/moderation/")


def test_moderators_find_the_queue_in_the_bar_and_readers_do_not(
    browse: Browse, mona: User, ada: User, bob: User
) -> None:
    assert 'href="/moderation/"' in read(browse(ada), "/admin/")
    assert 'href="/moderation/"' in read(browse(mona), "/")
    assert 'href="/moderation/"' not in read(browse(bob), "/")
    assert 'href="/waiting"' in read(browse(mona), "/moderation/")


@pytest.mark.parametrize("query", ["tab=nothing&order=none", "after=999999", ""])
def test_what_an_address_asks_for_in_vain_harms_nothing(browse: Browse, mona: User, query: str) -> None:
    case_of()

    assert browse(mona).get(f"/moderation/?{query}").status_code == 200


# -- What comes next ---------------------------------------------------------------------------------------------------


def test_the_next_case_is_one_that_no_colleague_looks_at(mona: User, ada: User) -> None:
    first, claimed, free, last = (case_of() for _each in range(4))
    for place, case in enumerate([first, claimed, free, last]):
        Case.objects.filter(pk=case.pk).update(risk=9 - place)
    claim(claimed, by=ada, now=timezone.now())

    assert next_case(choice_of(mona), after=first) == free
    assert next_case(choice_of(mona), after=last) == first


# -- What it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "most"), [("/moderation/", 7), ("/moderation/case/{case}", 21)])
def test_a_page_asks_as_much_whatever_there_is(browse: Browse, mona: User, address: str, most: int) -> None:
    client, thread = browse(mona), make_thread([[[], [], []], []])
    case = case_of(Comment.objects.get(pk=thread[3].pk))
    few = queries(client, address.format(case=case.pk))
    for _each in range(20):
        case_of()
        reported(case.thing)
        Note.objects.create(person=case.thing.author, by=mona, text="Again.", written_at=timezone.now())

    assert queries(client, address.format(case=case.pk)) == few <= most


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return len(captured)


@pytest.mark.parametrize(
    ("order", "index"),
    [
        (Order.RISK, "open_cases_riskiest_first"),
        (Order.AGE, "open_cases_oldest_first"),
        (Order.REACH, "open_cases_widest_first"),
    ],
)
def test_every_page_walks_the_index_of_its_order(mona: User, order: Order, index: str) -> None:
    choice, case = choice_of(mona, order=order), case_of()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # on a table this small it would rather sort
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )

    for cases in (choice.in_order(), choice.beyond(case.pk)):
        assert index in cases[:50].explain()
