"""One form makes one comment, however often and from how many places it arrives."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from forum.comments.posting import post_comment
from forum.comments.removal import remove_comment
from forum.comments.writing import Refused
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_thread
from tests.together import at_once


@pytest.mark.django_db
def test_a_form_sent_twice_makes_one_comment(bob: User, announced: Announced) -> None:
    article, key = ArticleFactory.create(), uuid4()

    first = post_comment(article, author=bob, text="Once.", form_key=key)
    again = post_comment(article, author=bob, text="Once, said differently.", form_key=key)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.comment == again.comment
    assert CommentBody.objects.get().text == "Once."
    assert announced() == [("comment_published", {"comment_id": first.comment.pk})]
    assert_columns_hold()


@pytest.mark.django_db
def test_a_form_sent_again_is_answered_with_its_comment_even_where_nobody_can_post_now(bob: User, mona: User) -> None:
    [root] = make_thread([])
    key = uuid4()
    first = post_comment(root.article, author=bob, text="Once.", form_key=key, parent=root)
    remove_comment(root, by=mona, at=LONG_AGO)

    again = post_comment(root.article, author=bob, text="", form_key=key, parent=root)

    assert again.comment == first.comment


@pytest.mark.django_db
def test_a_form_of_somebody_else_makes_nothing_and_tells_nothing(bob: User, carol: User) -> None:
    article, key = ArticleFactory.create(), uuid4()
    post_comment(article, author=bob, text="Bob's own words.", form_key=key)

    with pytest.raises(Refused, match="used already") as refused:
        post_comment(article, author=carol, text="Carol's.", form_key=key)

    assert "Bob's" not in str(refused.value)
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answers", [False, True])
def test_a_form_that_arrives_ten_times_at_once_makes_one_comment(answers: bool, announced: Announced) -> None:
    [root] = make_thread([])
    author, key = UserFactory.create(), uuid4()
    parent = root if answers else None
    before = announced()
    post = partial(post_comment, root.article, author=author, text="Once.", form_key=key, parent=parent)

    posted = at_once([post] * 10)

    [comment] = {each.comment for each in posted}
    assert [each.is_new for each in posted].count(True) == 1
    assert Comment.objects.count() == 2
    assert announced()[len(before) :] == [("comment_published", {"comment_id": comment.pk})]
    assert_columns_hold()


@pytest.mark.django_db(transaction=True)
def test_two_people_with_one_form_at_once_make_one_comment_and_one_refusal() -> None:
    article, key = ArticleFactory.create(), uuid4()

    def post(author: User) -> bool:
        try:
            return post_comment(article, author=author, text=f"I am {author}.", form_key=key).is_new
        except Refused:
            return False

    made = at_once([partial(post, author) for author in UserFactory.create_batch(2)])

    assert sorted(made) == [False, True]
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_comment_on_an_article_that_never_was_is_an_error_and_no_form_sent_twice() -> None:
    author = UserFactory.create()

    with pytest.raises(IntegrityError):
        post_comment(Article(pk=10**6), author=author, text="To nobody.", form_key=uuid4())

    assert not Comment.objects.exists()
