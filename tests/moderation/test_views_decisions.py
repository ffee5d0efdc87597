"""Statements of reasons: what an author is told of a decision about what they wrote."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from moderation import acting, statements
from moderation.deciding import Verdict, decide
from moderation.log import Done, write
from moderation.models import Act
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import decided_by, removal, reported

type Browse = Callable[[User], Client]


@pytest.mark.parametrize("url", ["/decisions", "/decisions/{number}"])
def test_an_author_reads_what_was_decided_about_which_words_and_why(
    browse: Browse, bob: User, mona: User, url: str
) -> None:
    entry = removal(make_comment(by=bob, text="Umbrellas, cheap!"), mona, note="No adverts here.")

    page = browse(bob).get(url.format(number=entry.number)).content.decode()

    for said in (
        "Comment removed",
        "Umbrellas, cheap!",
        "No adverts here.",
        entry.rule_title,
        "It runs off the river.",
    ):
        assert said in page
    assert "decided by a person, as moderator" in page
    assert "without an end" in page
    assert "mona" not in page


def test_what_a_rule_did_by_itself_is_said_to_be_automatic(browse: Browse, bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    with transaction.atomic():
        done = Done(act=Act.HOLD_COMMENT, by=None, at=timezone.now(), comment=comment, person=bob, words="Indeed.")
        by_rule = write(done)
    by_person = removal(comment, mona)

    pages = [browse(bob).get(f"/decisions/{entry.number}").content.decode() for entry in (by_rule, by_person)]

    assert ["without a person" in page for page in pages] == [True, False]


def test_an_article_that_was_declined_has_its_statement(browse: Browse, bob: User, mona: User) -> None:
    article = ArticleFactory.create(author=bob, title="The river", published_at=None)
    acting.decline(article, decided_by(mona, note="Old."))

    page = browse(bob).get("/decisions").content.decode()

    assert "Article declined" in page
    assert "The river" in page
    assert "Old." in page


def test_a_look_that_changed_nothing_is_no_decision_about_anybody(browse: Browse, bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    entry = decide(reported(comment).case.pk, Verdict.APPROVE, decided_by(mona))

    assert "None: nothing that you wrote" in browse(bob).get("/decisions").content.decode()
    assert browse(bob).get(f"/decisions/{entry.number}").status_code == 404


def test_nobody_reads_what_was_decided_about_others(browse: Browse, bob: User, carol: User, mona: User) -> None:
    entry = removal(make_comment(by=bob, text="Sesame"), mona)

    for person in (carol, mona):
        assert browse(person).get(f"/decisions/{entry.number}").status_code == 404
        assert "Sesame" not in browse(person).get("/decisions").content.decode()
        assert browse(person).post(f"/decisions/{entry.number}/appeal", {"text": "Please."}).status_code == 404


def test_own_decisions_come_by_pages(browse: Browse, bob: User, mona: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "PAGE", 2)
    numbers = [removal(make_comment(by=bob), mona).number for _three in range(3)]
    bobs = browse(bob)
    with CaptureQueriesContext(connection) as captured:
        first = bobs.get("/decisions").context["page"]
    asked = len(captured)
    second = bobs.get(f"/decisions?after={first.next_after}").context["page"]

    assert [each.number for each in (*first.statements, *second.statements)] == numbers[::-1]
    assert second.next_after is None
    assert asked == 3
