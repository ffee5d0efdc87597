"""Merging articles: logged, told to whom it befell, found where it came to, and taken apart again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.articles.removal import remove_article
from forum.comments.models import Comment
from moderation import moving
from moderation.acting import Decided
from moderation.models import Act, LoggedAct
from moderation.verifying import verify_log
from tests.make import ArticleFactory, RuleFactory, make_comment, make_thread
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def here(alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="Rain here", source_url="https://here.example/rain")


@pytest.fixture
def there(carol: User) -> Article:
    return ArticleFactory.create(author=carol, title="Rain there")


def decided(by: User) -> Decided:
    return Decided(by=by, at=timezone.now(), note="It is about the same.")


def acts() -> list[str]:
    return list(LoggedAct.objects.order_by("number").values_list("act", flat=True))


def now(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_a_merged_article_is_found_where_its_discussion_is(
    browse: Browse, here: Article, there: Article, mona: User
) -> None:
    comment, monas = make_comment(on=here), browse(mona)
    form = {"to": str(there.pk), "rule": RuleFactory.create().pk}

    asked = monas.post(f"/a/{here.pk}/story/merge", form).content.decode()
    monas.post(f"/a/{here.pk}/story/merge", form | {"confirmed": "1", "seen": there.pk})

    assert "1 comment moves" in asked
    for address in ("", "/rain-here", "/comments/outline", "/feed.atom", "/feed.json", "/story/history", "/story/why"):
        sent_on = Client().get(f"/a/{here.pk}{address}?order=newest")
        to = f"/a/{there.pk}{'' if address == '/rain-here' else address}?order=newest"
        assert (sent_on.status_code, sent_on.headers["Location"]) == (301, to)
        assert "no-cache" in sent_on.headers["Cache-Control"]
    page = read(Client(), there.get_absolute_url())
    assert f'id="c{comment.pk}"' in page
    assert "Also sent in by" in page
    assert 'href="https://here.example/rain"' in page
    for address in ("/", "/feed.atom", "/sitemap-articles.xml", "/u/alice/articles"):
        assert f"/a/{here.pk}" not in read(Client(), address)


def test_who_writes_on_a_page_from_before_writes_where_the_discussion_is(
    browse: Browse, here: Article, there: Article, mona: User, bob: User
) -> None:
    moving.merge(here, there, decided(mona))

    browse(bob).post(f"/a/{here.pk}/comments/new", {"text": "And here?", "form_key": "1" * 32})

    assert Comment.objects.get().article == there


def test_its_author_is_told_and_sees_it_among_what_readers_do_not(
    browse: Browse, here: Article, there: Article, mona: User, alice: User
) -> None:
    moving.merge(here, there, decided(mona))
    alices = browse(alice)

    assert "Article merged into another" in read(alices, "/decisions")
    assert "Merged into another article by a moderator" in read(alices, "/submissions")
    assert alices.get(f"/a/{here.pk}/story/edit").status_code == 403


def test_whoever_sends_in_the_same_again_is_shown_the_one_that_stays(
    browse: Browse, here: Article, there: Article, mona: User, bob: User
) -> None:
    Article.objects.filter(pk=here.pk).update(source_key="here.example/rain")
    moving.merge(here, there, decided(mona))
    form = {"title": "Rain", "source_url": "https://here.example/rain", "form_key": "2" * 32}

    page = browse(bob).post("/submit", form).content.decode()

    assert there.get_absolute_url() in page
    assert f"/a/{here.pk}" not in page


def test_what_was_removed_is_no_title_to_be_sent_on_to(here: Article, there: Article, mona: User) -> None:
    """Neither is that of one that was merged and then removed told anywhere."""
    moving.merge(here, there, decided(mona))
    remove_article(here, by=mona, at=timezone.now())
    assert "here.example" not in read(Client(), there.get_absolute_url())
    remove_article(there, by=mona, at=timezone.now())

    sent_on = Client().get(f"/a/{here.pk}", follow=True)

    assert not any("rain" in address for address, _status in sent_on.redirect_chain)
    assert "Rain there" not in sent_on.content.decode()
    assert "Rain" not in read(Client(), "/log")


def test_a_merge_is_taken_apart_in_the_log(browse: Browse, here: Article, there: Article, mona: User) -> None:
    make_thread([[]], on=here)
    before = [list(model.objects.order_by("pk").values()) for model in (Comment, Article)]
    monas = browse(mona)
    moving.merge(here, there, decided(mona))

    assert "No. 1: Article merged into another" in read(monas, f"/a/{there.pk}/story/merge")
    monas.post("/log/1/undo")

    assert [list(model.objects.order_by("pk").values()) for model in (Comment, Article)] == before
    assert Client().get(f"/a/{here.pk}", follow=True).status_code == 200
    assert acts() == [Act.MERGE_ARTICLE, Act.TAKE_APART]
    assert verify_log().fault is None


def test_what_was_merged_already_leads_on(browse: Browse, here: Article, there: Article, mona: User) -> None:
    """Whoever sends the form twice, or follows a colleague."""
    moving.merge(here, there, decided(mona))
    form = {"to": str(there.pk), "confirmed": "1", "seen": there.pk}

    again = browse(mona).post(f"/a/{here.pk}/story/merge", form)

    assert again.headers["Location"] == there.get_absolute_url()
    assert acts() == [Act.MERGE_ARTICLE]
