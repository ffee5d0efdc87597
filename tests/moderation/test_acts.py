"""What moderators do where a thing stands: with its rule, logged, and told to whoever comes second."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from moderation import acting
from moderation.acting import Decided
from moderation.models import Act, LoggedAct, Rule
from moderation.verifying import verify_log
from tests.make import ArticleFactory, RuleFactory, make_comment

type Browse = Callable[[User], Client]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def rule(db: None) -> Rule:
    return RuleFactory.create(title="No umbrellas")


def acts() -> list[str]:
    return list(LoggedAct.objects.order_by("number").values_list("act", flat=True))


def test_a_removed_comment_can_be_restored_where_the_moderator_lands(
    browse: Browse, bob: User, mona: User, rule: Rule
) -> None:
    comment = make_comment(by=bob)
    monas = browse(mona)

    page = monas.post(f"/c/{comment.pk}/remove", {"rule": rule.pk}, follow=True).content.decode()

    assert "The comment is removed." in page
    assert f'formaction="/c/{comment.pk}/restore"' in page
    assert Comment.objects.get().removed_at is not None
    assert "The comment is restored." in monas.post(f"/c/{comment.pk}/restore", follow=True).content.decode()
    assert Comment.objects.get().is_published
    assert acts() == [Act.REMOVE_COMMENT, Act.RESTORE_COMMENT]


def test_the_log_keeps_who_removed_what_for_which_rule_and_in_which_words(
    browse: Browse, bob: User, mona: User, rule: Rule
) -> None:
    comment = make_comment(by=bob, text="Umbrellas, cheap!")

    browse(mona).post(f"/c/{comment.pk}/remove", {"rule": rule.pk, "note": "No adverts here."})

    entry = LoggedAct.objects.select_related("particulars").get()
    beside = entry.particulars
    assert (entry.comment_id, entry.rule, entry.rule_title, entry.role) == (comment.pk, rule, rule.title, "moderator")
    assert (beside.by, beside.person, beside.words, beside.note) == (mona, bob, "Umbrellas, cheap!", "No adverts here.")


def test_the_form_asks_for_the_rule(browse: Browse, bob: User, mona: User, rule: Rule) -> None:
    comment = make_comment(by=bob)
    retired = RuleFactory.create(title="No hats", retired_at=timezone.now())
    monas = browse(mona)

    asked = monas.get(f"/c/{comment.pk}/remove").content.decode()
    without = monas.post(f"/c/{comment.pk}/remove", {"note": "Hm."})
    by_retired = monas.post(f"/c/{comment.pk}/remove", {"rule": retired.pk})
    too_long = monas.post(f"/c/{comment.pk}/remove", {"rule": rule.pk, "note": "x" * 2001})

    assert "No umbrellas" in asked
    assert "No hats" not in asked
    assert [answer.status_code for answer in (without, by_retired, too_long)] == [422, 422, 422]
    assert "Choose the rule" in without.content.decode()
    assert "Hm." in without.content.decode()
    assert Comment.objects.get().is_published
    assert acts() == []


def test_with_htmx_the_form_that_was_sent_in_vain_comes_back_in_its_own_place(
    browse: Browse, bob: User, mona: User, rule: Rule
) -> None:
    comment = make_comment(by=bob)

    answer = browse(mona).post(f"/c/{comment.pk}/remove", headers=HTMX)

    assert answer["HX-Retarget"] == f"#remove-{comment.pk}"
    assert answer.content.decode().strip().startswith("<form")


def test_a_reader_is_asked_for_no_rule(browse: Browse, bob: User, rule: Rule) -> None:
    comment = make_comment(by=bob)

    assert browse(bob).get(f"/c/{comment.pk}/remove").status_code == 403


def test_what_changes_nothing_is_not_logged(browse: Browse, bob: User, mona: User, rule: Rule) -> None:
    comment, decided = make_comment(by=bob), Decided(by=mona, at=timezone.now(), rule=rule)

    first, second = acting.remove(comment, decided), acting.remove(comment, decided)

    assert first is not None
    assert second is None
    assert acts() == [Act.REMOVE_COMMENT]


PAIRS = {
    "remove": (acting.remove, acting.restore, [Act.REMOVE_COMMENT, Act.RESTORE_COMMENT]),
    "hold": (acting.hold, acting.release, [Act.HOLD_COMMENT, Act.RELEASE_COMMENT]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_act_on_a_comment_is_logged_and_so_is_taking_it_back(name: str, bob: User, mona: User, rule: Rule) -> None:
    act, opposite, logged = PAIRS[name]
    comment, decided = make_comment(by=bob), Decided(by=mona, at=timezone.now(), rule=rule)
    before = Comment.objects.values().get()

    act(comment, decided)
    between = Comment.objects.get()
    opposite(comment, decided)

    assert not between.is_published
    assert Comment.objects.values().get() == before
    assert acts() == logged
    assert verify_log().fault is None


@pytest.mark.django_db
def test_acts_on_articles_are_logged(mona: User, ada: User) -> None:
    article, waiting = ArticleFactory.create(), ArticleFactory.create(published_at=None)
    decided = Decided(by=mona, at=timezone.now(), note="Old.")

    for act in (acting.lock, acting.unlock, acting.take_down, acting.put_back):
        act(article, decided)
    for act in (acting.decline, acting.reconsider, acting.approve):
        act(waiting, decided)

    lately = [
        "lock_article",
        "unlock_article",
        "remove_article",
        "restore_article",
        "decline_article",
        "reconsider_article",
        "approve_article",
    ]
    assert acts() == lately
    assert verify_log().fault is None
