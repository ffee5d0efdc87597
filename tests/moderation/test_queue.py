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
from moderation.claiming import KEPT_FOR, LEASE, claim
from moderation.models import Act, Case, LoggedAct, Note
from moderation.queue import Choice, Order, Tab, count_tabs, next_case, page_of_cases
from tests.make import ArticleFactory, RuleFactory, UserFactory, make_comment, make_thread
from tests.moderation.cases import case_of, reported
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

    tabs = {tab: set(listed(mona, tab)) for tab in Tab}

    assert tabs == {
        Tab.ALL: {by_newcomer, asked, mine, theirs, held},
        Tab.REPORTED: {by_newcomer, asked, mine, theirs},
        Tab.HELD: {held},
        Tab.NEWCOMERS: {by_newcomer},
        Tab.ASKED: {asked},
        Tab.MINE: {mine},
    }
    counts = count_tabs(choice_of(mona))
    assert counts.by_tab == {tab: len(cases) for tab, cases in tabs.items()}
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


def test_moderators_find_the_queue_in_the_bar_and_readers_do_not(browse: Browse, mona: User, bob: User) -> None:
    assert 'href="/moderation/"' in read(browse(mona), "/")
    assert 'href="/moderation/"' not in read(browse(bob), "/")
    assert 'href="/waiting"' in read(browse(mona), "/moderation/")


@pytest.mark.parametrize("query", ["tab=nothing&order=none", "after=999999", ""])
def test_what_an_address_asks_for_in_vain_harms_nothing(browse: Browse, mona: User, query: str) -> None:
    case_of()

    assert browse(mona).get(f"/moderation/?{query}").status_code == 200


# -- The case beside it -----------------------------------------------------------------------------------------------


def test_a_case_shows_what_was_said_around_it_and_by_whom(browse: Browse, mona: User, carol: User) -> None:
    root, reply, child, sibling = make_thread([[[], []]], by=carol)
    case = case_of(Comment.objects.get(pk=child.pk))
    Note.objects.create(person=carol, by=mona, text="Was warned in May.", written_at=timezone.now())

    page = read(browse(mona), f"/moderation/case/{case.pk}")

    for words in (f"/c/{root.pk}", f"/c/{reply.pk}", f"/c/{sibling.pk}", child.body.html, root.article.headline):
        assert words in page
    assert "Was warned in May." in page
    assert "0 of 4" in page


def test_a_report_is_shown_as_it_was_said_without_how_right_its_reporter_is(
    browse: Browse, mona: User, bob: User
) -> None:
    report = reported(make_comment(text="First words."), by=bob)
    report.note, report.quote, report.words = "It is rude.", "First", "Other words."
    report.save()

    page = read(browse(mona), f"/moderation/case/{report.case.pk}")

    for words in ("It is rude.", "<blockquote", "Other words.", report.rule.title, ">bob<"):
        assert words in page
    assert "0.5" not in page


def test_opening_claims_the_case_and_colleagues_see_it(browse: Browse, mona: User, ada: User) -> None:
    case = case_of()

    read(browse(mona), f"/moderation/case/{case.pk}")

    assert "mona looks at it" in read(browse(ada), f"/moderation/case/{case.pk}")
    assert "mona looks at it" in read(browse(ada), "/moderation/")
    case.refresh_from_db()
    assert case.claimed_by == mona


def test_leaving_lets_go_of_what_was_opened_and_not_of_what_was_kept(browse: Browse, mona: User) -> None:
    opened, kept = case_of(), case_of()
    client = browse(mona)
    for case in (opened, kept):
        client.get(f"/moderation/case/{case.pk}")
    client.post(f"/moderation/case/{kept.pk}/claim", {"keep": "1"})
    client.post(f"/moderation/case/{kept.pk}/claim")

    for case in (opened, kept):
        client.post(f"/moderation/case/{case.pk}/leave")

    opened.refresh_from_db()
    kept.refresh_from_db()
    assert (opened.claimed_by, kept.claimed_by) == (None, mona)
    assert kept.claimed_until is not None
    assert kept.claimed_until > timezone.now() + KEPT_FOR - LEASE
    assert "Let it go" in read(client, f"/moderation/case/{kept.pk}")
    client.post(f"/moderation/case/{kept.pk}/let-go")
    assert not Case.objects.filter(claimed_by=mona).exists()


def test_a_note_on_a_person_is_for_moderators(browse: Browse, mona: User, carol: User) -> None:
    case = case_of(make_comment(by=carol))

    answer = browse(mona).post(f"/moderation/case/{case.pk}/note", {"text": "Was warned in May."})

    assert answer.status_code == 303
    note = Note.objects.get()
    assert (note.person, note.by, note.text) == (carol, mona, "Was warned in May.")
    assert "Was warned" not in read(browse(carol), "/u/carol")


@pytest.mark.parametrize(
    ("act", "field", "length"), [("note", "text", 1000), ("ask", "question", 500), ("decide", "note", 2000)]
)
def test_words_are_bounded(browse: Browse, mona: User, act: str, field: str, length: int) -> None:
    case, client = case_of(), browse(mona)
    form = {"verdict": "approve"} if act == "decide" else {}

    assert client.post(f"/moderation/case/{case.pk}/{act}", {**form, field: "x" * (length + 1)}).status_code == 422
    assert client.post(f"/moderation/case/{case.pk}/{act}", {**form, field: "👪" * length}).status_code == 303


# -- Deciding ---------------------------------------------------------------------------------------------------------


def test_a_decision_leads_to_the_next_case_with_the_way_back(browse: Browse, mona: User) -> None:
    first, second = case_of(), case_of()
    Case.objects.filter(pk=first.pk).update(risk=9)
    rule, client = RuleFactory.create(title="Be civil, please"), browse(mona)

    answer = client.post(
        f"/moderation/case/{first.pk}/decide?tab=reported&order=risk", {"rule": rule.pk, "note": "No."}, follow=True
    )

    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith(f"/moderation/case/{second.pk}?tab=reported&order=risk&told=")
    entry = LoggedAct.objects.get()
    assert (entry.act, entry.rule, entry.particulars.note) == (Act.REMOVE_COMMENT, rule, "No.")
    assert "Comment removed: Be civil, please" in page
    assert f"/moderation/undo/{entry.pk}" in page

    back = client.post(f"/moderation/undo/{entry.pk}", follow=True)

    assert back.redirect_chain[0][0].startswith(f"/moderation/case/{first.pk}?")
    first.refresh_from_db()
    assert first.decided_at is None


@pytest.mark.parametrize(("verdict", "act"), [("approve", Act.KEEP), ("lock", Act.LOCK_ARTICLE)])
def test_one_press_decides(browse: Browse, mona: User, verdict: str, act: Act) -> None:
    case = case_of()

    answer = browse(mona).post(f"/moderation/case/{case.pk}/decide", {"verdict": verdict}, follow=True)

    case.refresh_from_db()
    assert case.decision is not None
    assert case.decision.act == act
    assert "Nothing else waits here" in answer.content.decode()


def test_holding_keeps_the_case_open_and_is_taken_back(browse: Browse, mona: User) -> None:
    case, client = case_of(), browse(mona)

    client.post(f"/moderation/case/{case.pk}/decide", {"verdict": "hold"})

    case.refresh_from_db()
    entry = LoggedAct.objects.get()
    assert (case.decided_at, case.is_held, entry.act) == (None, True, Act.HOLD_COMMENT)
    assert Comment.objects.get().held_at is not None

    client.post(f"/moderation/undo/{entry.pk}")

    case.refresh_from_db()
    assert not case.is_held
    assert Comment.objects.get().held_at is None
    assert client.post(f"/moderation/undo/{entry.pk}").status_code == 409


def test_what_cannot_be_done_is_refused_in_words(browse: Browse, mona: User) -> None:
    published, comment = case_of(ArticleFactory.create()), case_of()
    client, rule = browse(mona), RuleFactory.create()

    for case, form in [
        (published, {"verdict": "remove", "rule": rule.pk}),
        (published, {"rule": rule.pk}),
        (published, {"verdict": "hold"}),
        (comment, {"verdict": "remove"}),
        (comment, {"verdict": "burn"}),
        (comment, {"rule": "0"}),
        (comment, {}),
    ]:
        answer = client.post(f"/moderation/case/{case.pk}/decide", form)
        assert answer.status_code == 422
        assert "errorlist" in answer.content.decode()
    assert not LoggedAct.objects.exists()


def test_whoever_comes_second_is_shown_who_decided_what(browse: Browse, mona: User, ada: User) -> None:
    case, rule = case_of(), RuleFactory.create(title="Be civil, please")
    browse(mona).post(f"/moderation/case/{case.pk}/decide", {"rule": rule.pk})

    answer = browse(ada).post(f"/moderation/case/{case.pk}/decide", {"verdict": "approve"}, follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Comment removed by mona" in page
    assert "Be civil, please" in page
    assert LoggedAct.objects.count() == 1


def test_a_waiting_article_that_goes_tells_its_author_the_rule(browse: Browse, mona: User) -> None:
    article, rule = ArticleFactory.create(published_at=None), RuleFactory.create(title="No advertisements")
    case = case_of(article)

    browse(mona).post(f"/moderation/case/{case.pk}/decide", {"rule": rule.pk})

    article.refresh_from_db()
    assert article.declined_because == "No advertisements"


def test_the_next_case_is_one_that_no_colleague_looks_at(mona: User, ada: User) -> None:
    first, claimed, free, last = (case_of() for _each in range(4))
    for place, case in enumerate([first, claimed, free, last]):
        Case.objects.filter(pk=case.pk).update(risk=9 - place)
    claim(claimed, by=ada, now=timezone.now())

    assert next_case(choice_of(mona), after=first) == free
    assert next_case(choice_of(mona), after=last) == first


# -- Asking a colleague -----------------------------------------------------------------------------------------------


def test_asked_a_colleague_finds_the_question_and_decides(browse: Browse, mona: User, ada: User) -> None:
    case = case_of()

    browse(mona).post(f"/moderation/case/{case.pk}/ask", {"question": "Is that satire?"})

    case.refresh_from_db()
    assert (case.asked_by, case.claimed_by) == (mona, None)
    assert listed(ada, Tab.ASKED) == [case]
    assert "Is that satire?" in read(browse(ada), f"/moderation/case/{case.pk}")
    browse(ada).post(f"/moderation/case/{case.pk}/answer")
    assert listed(ada, Tab.ASKED) == []


# -- What it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "most"), [("/moderation/", 5), ("/moderation/case/{case}", 18)])
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
