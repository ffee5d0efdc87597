"""Posting through the browser: once, however often it is sent, and to where it can be seen."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from forum.lib.screening import hold
from tests.forum.comments.composers import HTMX, Browse, composer_of, screened_by
from tests.make import ArticleFactory, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create()


def test_a_comment_is_posted_with_the_form_of_its_page(browse: Browse, bob: User, article: Article) -> None:
    bobs = browse(bob)
    url = f"/a/{article.pk}/comments/new"

    answer = bobs.post(url, {**composer_of(bobs.get(url)), "text": "It *rained*."})

    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{comment.pk}")
    assert (comment.article, comment.author, comment.parent) == (article, bob, None)
    assert "<em>rained</em>" in bobs.get(answer["Location"]).content.decode()


def test_the_articles_page_has_a_composer_for_readers_alone(browse: Browse, bob: User, article: Article) -> None:
    page = article.get_absolute_url()

    assert composer_of(browse(bob).get(page))["form_key"]
    assert "<form" not in Client().get(page).content.decode().split("<main")[1]


def test_a_reply_stands_below_what_it_answers(browse: Browse, bob: User, carol: User) -> None:
    parent = make_comment(by=bob)
    carols = browse(carol)
    url = f"/c/{parent.pk}/reply"

    carols.post(url, {**composer_of(carols.get(url)), "text": "Did it?"})

    reply = Comment.objects.get(author=carol)
    assert (reply.parent_id, reply.article_id) == (parent.pk, parent.article_id)


def test_the_page_of_a_reply_shows_what_is_answered(browse: Browse, carol: User) -> None:
    parent = make_comment(text="The words that are answered.")

    assert "The words that are answered." in browse(carol).get(f"/c/{parent.pk}/reply").content.decode()


def test_every_composer_has_a_key_of_its_own(browse: Browse, bob: User, article: Article) -> None:
    url = f"/a/{article.pk}/comments/new"

    assert composer_of(browse(bob).get(url))["form_key"] != composer_of(browse(bob).get(url))["form_key"]


def test_a_form_that_is_sent_again_gives_the_same_answer_and_nothing_new(
    browse: Browse, bob: User, article: Article
) -> None:
    form = {"form_key": str(uuid4()), "text": "Once."}
    url = f"/a/{article.pk}/comments/new"

    first, second = browse(bob).post(url, form), browse(bob).post(url, form)

    assert Comment.objects.count() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])


@pytest.mark.django_db(transaction=True)
def test_ten_of_one_form_at_once_make_one_comment(browse: Browse, bob: User, carol: User) -> None:
    parent = make_comment(by=bob)
    form = {"form_key": str(uuid4()), "text": "Once, please."}
    browsers = [browse(carol) for _ in range(10)]

    def send(client: Client) -> tuple[int, str]:
        try:
            answer = client.post(f"/c/{parent.pk}/reply", form)
            return answer.status_code, answer.headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, browsers))

    reply = Comment.objects.get(author=carol)
    assert answers == {(303, f"/c/{reply.pk}")}
    assert Comment.objects.get(pk=parent.pk).reply_count == 1


def test_other_words_in_a_used_form_come_back_with_a_fresh_key(browse: Browse, bob: User, article: Article) -> None:
    url, key = f"/a/{article.pk}/comments/new", str(uuid4())
    browse(bob).post(url, {"form_key": key, "text": "First."})

    answer = browse(bob).post(url, {"form_key": key, "text": "Second, after the back button."})

    assert answer.status_code == 422
    form = composer_of(answer)
    assert form["text"] == "Second, after the back button."
    assert form["form_key"] != key
    browse(bob).post(url, form)
    assert CommentBody.objects.filter(text="Second, after the back button.").exists()


def test_a_form_that_somebody_else_used_comes_back(browse: Browse, bob: User, carol: User, article: Article) -> None:
    form = {"form_key": str(uuid4()), "text": "Mine."}
    url = f"/a/{article.pk}/comments/new"
    browse(bob).post(url, form)

    answer = browse(carol).post(url, form)

    assert answer.status_code == 422
    assert composer_of(answer)["form_key"] != form["form_key"]
    assert not Comment.objects.filter(author=carol).exists()


def test_what_is_held_says_so_to_its_author_and_to_nobody_else(
    browse: Browse, bob: User, carol: User, article: Article
) -> None:
    bobs = browse(bob)

    with screened_by(hold("a rule")):
        answer = bobs.post(
            f"/a/{article.pk}/comments/new", {"form_key": str(uuid4()), "text": "Buy this."}, follow=True
        )

    assert "Your comment waits for a moderator." in answer.content.decode()
    assert "Buy this." in answer.content.decode()
    assert browse(carol).get(f"/c/{Comment.objects.get().pk}").status_code == 404


class TestWithHtmx:
    def test_a_reply_opens_as_one_more_item_below(self, browse: Browse, carol: User) -> None:
        parent = make_comment()

        fragment = browse(carol).get(f"/c/{parent.pk}/reply", headers=HTMX).content.decode()

        assert fragment.strip().startswith('<ol class="replies" data-composer-place>')
        assert "<html" not in fragment

    def test_a_posted_reply_is_followed_to_itself_alone(self, browse: Browse, carol: User) -> None:
        parent = make_comment()
        form = {"form_key": str(uuid4()), "text": "Did it?"}

        answer = browse(carol).post(f"/c/{parent.pk}/reply", form, headers=HTMX, follow=True)

        fragment = answer.content.decode().strip()
        assert fragment.startswith("<article")
        assert "Did it?" in fragment

    def test_a_new_thread_brings_itself_and_an_empty_composer(
        self, browse: Browse, bob: User, article: Article
    ) -> None:
        form = {"form_key": str(uuid4()), "text": "First!"}

        answer = browse(bob).post(f"/a/{article.pk}/comments/new", form, headers=HTMX)

        assert f'hx-get="/c/{Comment.objects.get().pk}"' in answer.content.decode()
        assert composer_of(answer)["text"] == ""
        assert composer_of(answer)["form_key"] != form["form_key"]

    def test_what_is_refused_comes_back_as_the_form_alone(self, browse: Browse, bob: User, article: Article) -> None:
        form = {"form_key": str(uuid4()), "text": "x" * 10_001}

        answer = browse(bob).post(f"/a/{article.pk}/comments/new", form, headers=HTMX)

        assert answer.status_code == 422
        assert answer.content.decode().strip().startswith("<form")
        assert composer_of(answer)["text"] == form["text"]
