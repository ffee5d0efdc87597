"""One page lists all that somebody is writing, and leads on from there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.articles.drafts import save_draft as save_article_draft
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.drafts import Place, Sitting, save_draft
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.forum.comments.composers import Browse, composer_of
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(bob: User, alice: User) -> Comment:
    return make_comment(on=ArticleFactory.create(title="The river rises", author=alice), by=alice)


def keep(person: User, place: Place, text: str, *, minutes: int = 0) -> int:
    at = timezone.now() + timedelta(minutes=minutes)
    draft = save_draft(Sitting(person, uuid4()), place, text, at=at)
    assert draft is not None
    return draft.pk


def test_all_kinds_are_listed_the_newest_first(comment: Comment, browse: Browse, bob: User, carol: User) -> None:
    mine = make_comment(to=comment, by=bob)
    keep(bob, {"article": comment.article}, "One", minutes=-40)
    keep(bob, {"parent": comment}, "Two", minutes=-30)
    keep(bob, {"edited": mine}, "Three", minutes=-20)
    save_article_draft(bob, {"title": "Snow", "text": "Four"}, at=timezone.now() - timedelta(minutes=10))
    keep(carol, {"parent": comment}, "Carol's")

    page = text_of(read(browse(bob), "/drafts"))

    wanted = ["Snow An article · 10m ago Four", "An edit · 20m ago Three", "A reply to alice · 30m ago Two"]
    wanted += ["The river rises A comment · 40m ago One"]
    places = [page.index(words) for words in wanted]
    assert places == sorted(places)
    assert "Carol's" not in page


@pytest.mark.parametrize("kind", ["article", "parent", "edited"])
def test_each_leads_to_its_composer_with_that_very_draft(
    kind: str, comment: Comment, browse: Browse, alice: User
) -> None:
    place: Place = {kind: comment.article if kind == "article" else comment}
    pk = keep(alice, place, "The older", minutes=-5)
    keep(alice, place, "The newer")
    page = read(browse(alice), "/drafts")
    [address] = {line.split('"')[0] for line in page.split('href="') if line.split('"')[0].endswith(f"?draft={pk}")}

    assert composer_of(browse(alice).get(address))["text"] == "The older"


def test_what_cannot_be_sent_any_more_can_be_read_whole(
    comment: Comment, browse: Browse, bob: User, mona: User
) -> None:
    long = "Half a sentence. " * 40
    pks = [
        keep(bob, {"parent": comment}, long),
        keep(bob, {"article": ArticleFactory.create(locked_at=LONG_AGO)}, long),
    ]
    make_comment(to=comment)
    remove_comment(comment, by=mona, at=LONG_AGO)

    page = read(browse(bob), "/drafts")

    assert page.count(long.strip()) == 2
    assert "What you are answering is not there any more." in page
    assert "This discussion is locked" in page
    assert page.count("cannot be sent any more") == 2
    assert not [pk for pk in pks if f"?draft={pk}" in page]


def test_of_what_is_gone_nothing_is_told(comment: Comment, browse: Browse, bob: User, mona: User) -> None:
    hidden = ArticleFactory.create(title="Nobody reads this yet")
    keep(bob, {"article": hidden}, "One")
    held = make_comment(on=hidden, by=mona)
    keep(bob, {"parent": held}, "Two")
    keep(bob, {"parent": comment}, "Three")
    hold_comment(held, at=LONG_AGO)
    Article.objects.filter(pk=hidden.pk).update(published_at=None)
    delete_comment(comment, at=LONG_AGO)

    page = read(browse(bob), "/drafts")

    assert "Nobody reads this yet" not in page
    assert "A reply to" not in page
    assert page.count("cannot be sent any more") == 3
    assert all(words in page for words in ("One", "Two", "Three"))


def test_an_edit_of_what_was_removed_stays(comment: Comment, browse: Browse, alice: User, mona: User) -> None:
    keep(alice, {"edited": comment}, "Mended.")
    remove_comment(comment, by=mona, at=LONG_AGO)

    page = read(browse(alice), "/drafts")

    assert "This comment cannot be edited any more." in page
    assert "Mended." in page


def test_a_draft_goes_with_a_branch_that_moved(comment: Comment, browse: Browse, bob: User) -> None:
    keep(bob, {"parent": comment}, "Half a")
    elsewhere = ArticleFactory.create(title="The river falls")
    Comment.objects.filter(pk=comment.pk).update(article=elsewhere)

    assert "The river falls" in read(browse(bob), "/drafts")


def test_it_asks_as_much_of_many_as_of_one(comment: Comment, browse: Browse, bob: User) -> None:
    client = browse(bob)
    keep(bob, {"parent": comment}, "Half a")
    with CaptureQueriesContext(connection) as of_one:
        read(client, "/drafts")
    for _number in range(20):
        keep(bob, {"parent": make_comment(to=comment)}, "Half a")
        keep(bob, {"article": ArticleFactory.create()}, "Half a")

    with CaptureQueriesContext(connection) as of_many:
        read(client, "/drafts")

    assert len(of_many) == len(of_one) == 6


def test_none_is_said(browse: Browse, bob: User) -> None:
    assert "None: all that you wrote is sent." in read(browse(bob), "/drafts")


def test_settings_lead_there(browse: Browse, bob: User) -> None:
    assert 'href="/drafts"' in read(browse(bob), "/settings")
