"""The words of a comment on their way in: their bounds, whom they name, and what the layers above say of them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.holding import release_comment
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused, Words
from forum.lib.screening import ALLOW, Draft, Screener, Verdict, hold, refuse
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db

type Screening = Callable[[Screener], Screener]

FAMILY = "👨‍👩‍👧‍👦"


def hold_all(draft: Draft, *, author_id: int) -> Verdict:
    return hold("A moderator will look at it.")


def refuse_all(draft: Draft, *, author_id: int) -> Verdict:
    return refuse("Not today.")


@pytest.mark.parametrize("text", ["", "   \n\t \n", "\u00a0\u2003", "\x00\x07"])
def test_a_comment_without_words_is_refused(text: str, bob: User) -> None:
    article = ArticleFactory.create()

    with pytest.raises(Refused, match="Write something first"):
        post_comment(article, author=bob, text=text, form_key=uuid4())

    assert not Comment.objects.exists()


def test_a_comment_is_as_long_as_its_limit_in_characters_that_readers_see(bob: User, settings: Settings) -> None:
    settings.COMMENT_LENGTH = 100

    assert Words.written(FAMILY * 100).text == FAMILY * 100
    with pytest.raises(Refused, match=r"This is 1 character too long: at most 100 fit\."):
        Words.written(FAMILY * 101)
    with pytest.raises(Refused, match="This is 2 characters too long"):
        Words.written("x" * 102)


def test_a_comment_of_the_longest_length_is_posted_whole(bob: User, settings: Settings) -> None:
    text = "word " * (settings.COMMENT_LENGTH // 5 - 1) + "end"

    assert Comment.objects.get(pk=make_comment(text=text).pk).body.text == text


def test_what_nobody_can_have_meant_to_write_is_not_kept() -> None:
    assert Words.written("\r\nOne \u202ebackwards.\x00\r\n\n").text == "One backwards."


def test_mentions_lead_to_people_who_exist_however_their_names_are_written() -> None:
    UserFactory.create(username="Bob")
    UserFactory.create(username="eve", imported_source="elsewhere", imported_name="eve")

    html = Words.written("@bob, @BOB: ask @eve, and @nobody.").html

    assert html.count("<a ") == 2
    assert html.count('href="/u/Bob"') == 2
    assert "@eve" in html
    assert "@nobody" in html


def test_a_text_that_names_nobody_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Words.written("Nobody at all.")


def test_screeners_are_shown_the_text_as_it_would_be_stored(bob: User, screening: Screening) -> None:
    seen: list[tuple[Draft, int]] = []

    @screening
    def note(draft: Draft, *, author_id: int) -> Verdict:
        seen.append((draft, author_id))
        return ALLOW

    [root] = make_thread([])
    make_comment(on=root.article, by=bob, text="A thread.\r\n")
    make_comment(to=root, by=bob, text="A reply.")

    assert seen == [
        (Draft("A thread.", root.article_id, None), bob.pk),
        (Draft("A reply.", root.article_id, root.pk), bob.pk),
    ]


def test_what_a_screener_refuses_is_not_stored_and_its_author_learns_why(bob: User, screening: Screening) -> None:
    article = ArticleFactory.create()
    screening(refuse_all)

    with pytest.raises(Refused, match=r"Not today\."):
        post_comment(article, author=bob, text="May I?", form_key=uuid4())

    assert not Comment.objects.exists()


def test_held_comment_is_in_its_place_but_counts_nowhere_until_its_release(
    screening: Screening, announced: Announced
) -> None:
    root, reply = make_thread([[]])
    before = list(Comment.objects.filter(pk__in=[root.pk, reply.pk]).values("reply_count", "last_reply_at"))
    counters = Article.objects.values("comment_count", "last_comment_at").get()
    screening(hold_all)

    held = make_comment(to=reply)

    assert_columns_hold()
    held.refresh_from_db()
    assert (held.level, held.listed, held.fold_rank, held.published_at) == (2, False, None, None)
    assert held.held_at == held.created_at
    assert before == list(Comment.objects.exclude(pk=held.pk).order_by("pk").values("reply_count", "last_reply_at"))
    assert Article.objects.values("comment_count", "last_comment_at").get() == counters
    assert announced()[-1] == ("comment_held", {"comment_id": held.pk})

    assert release_comment(held, at=LONG_AGO) is True

    assert_columns_hold()
    assert Comment.objects.filter(pk=held.pk, listed=True, held_at=None, published_at=LONG_AGO).exists()
    assert announced()[-1] == ("comment_published", {"comment_id": held.pk})
    assert release_comment(held, at=LONG_AGO) is False


def test_held_thread_is_not_listed_and_cannot_be_answered(bob: User, screening: Screening) -> None:
    judge = screening(hold_all)
    held = make_comment()
    assert judge is hold_all

    with pytest.raises(Refused, match="gone"):
        make_comment(to=held, by=bob)

    held.refresh_from_db()
    assert (held.listed, held.fold_rank, held.article.comment_count) == (False, None, 0)
    assert_columns_hold()
