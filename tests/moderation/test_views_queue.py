"""Deciding in the queue: each decision leads on by itself, and back."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from forum.comments.listing import set_facts
from forum.comments.models import Comment
from moderation.models import Act, Case, LoggedAct
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.cases import case_of

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


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
    removed = make_comment()
    gone = case_of(removed)
    set_facts(Comment.objects.get(pk=removed.pk), removed_at=gone.opened_at)
    client, rule = browse(mona), RuleFactory.create()

    for case, form in [
        (gone, {"verdict": "remove", "rule": rule.pk}),
        (gone, {"rule": rule.pk}),
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
