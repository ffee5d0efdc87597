from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User, placeholder_username
from forum.comments.models import Comment, CommentBody
from forum.comments.planting import Seed, plant_threads
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, ids_on, read, text_of

FIVE_DAYS = timedelta(days=5, hours=1)


def test_name_and_age_stay_two_things_when_copied(client: Client, bob: User) -> None:
    with time_machine.travel(LONG_AGO, tick=False):
        comment = make_comment(by=bob)

    with time_machine.travel(LONG_AGO + FIVE_DAYS, tick=False):
        page = read(client, comment.article.get_absolute_url())

    assert text_of(comment_on(page, comment.pk)) == "bob · 5d ago Indeed."
    assert 'datetime="2026-01-01T12:00:00+00:00"' in comment_on(page, comment.pk)


def test_a_list_that_is_longer_than_it_shows_ends_in_a_fold(client: Client, alice: User) -> None:
    root, *replies = make_thread([[] for _ in range(9)], by=alice)

    with time_machine.travel(LONG_AGO + FIVE_DAYS, tick=False):
        page = read(client, root.article.get_absolute_url())

    assert ids_on(page) == [root.pk, *(reply.pk for reply in replies[:6])]
    assert "+ Show (3) more replies Last reply 5d ago" in text_of(page)
    assert f'href="/c/{root.pk}/replies?past={replies[5].pk}"' in page
    assert 'data-hidden="3"' in page


def test_a_fold_of_one_reply_is_singular(client: Client, alice: User) -> None:
    root, *_replies = make_thread([[] for _ in range(7)], by=alice)

    assert "+ Show (1) more reply Last reply" in text_of(read(client, root.article.get_absolute_url()))


def test_a_fold_counts_replies_to_what_it_hides(client: Client, alice: User) -> None:
    root, *_replies = make_thread([[], [], [], [], [], [], [[], [[]]]], by=alice)

    page = read(client, root.article.get_absolute_url())

    assert "+ Show (4) more replies" in text_of(page)
    assert 'title="4 more replies below alice, replies to them included"' in page


def test_a_branch_hidden_for_its_depth_alone_is_continued_elsewhere(client: Client, alice: User) -> None:
    comments = make_thread([[[[[[[[[]]]]]]]]], by=alice)

    page = read(client, comments[0].article.get_absolute_url())

    assert ids_on(page) == [comment.pk for comment in comments[:7]]
    assert f'<a class="continue" href="/c/{comments[6].pk}">Continue this thread →</a>' in page
    assert "+ Show" not in page


def test_past_the_sixth_level_a_reply_says_whom_it_answers(client: Client, alice: User) -> None:
    comments = make_thread([[[[[[[]]]]]]], by=alice)

    page = read(client, comments[0].article.get_absolute_url())

    assert "in reply to" not in comment_on(page, comments[5].pk)
    assert f'<a class="answers" href="#c{comments[5].pk}">in reply to alice</a>' in comment_on(page, comments[6].pk)
    assert 'data-depth="6"' in comment_on(page, comments[6].pk)
    assert page.count('<ol class="replies">') == 5


def test_who_wrote_the_article_and_who_keeps_the_place_wear_badges(
    client: Client, alice: User, bob: User, mona: User
) -> None:
    article = ArticleFactory.create(author=alice)
    by_op, by_reader, by_moderator = (make_comment(on=article, by=person) for person in (alice, bob, mona))

    page = read(client, article.get_absolute_url())

    assert text_of(comment_on(page, by_op.pk)).startswith("alice OP ·")
    assert text_of(comment_on(page, by_moderator.pk)).startswith("mona moderator ·")
    assert text_of(comment_on(page, by_reader.pk)).startswith("bob ·")


def placeholder(name: str) -> User:
    username = placeholder_username("elsewhere", name)
    return User.objects.create(username=username, imported_source="elsewhere", imported_name=name)


@pytest.mark.parametrize(("name", "read_as"), [("ann", "ann OP ·"), ("", "someone ·")])
def test_an_imported_author_has_no_page_and_without_a_name_no_badge(
    client: Client, db: None, name: str, read_as: str
) -> None:
    person = placeholder(name)
    [comment] = make_thread([], on=ArticleFactory.create(author=person), by=person)

    markup = comment_on(read(client, comment.article.get_absolute_url()), comment.pk)

    assert text_of(markup).startswith(read_as)
    assert f'data-author="{name}"' in markup
    assert "/u/" not in markup


def test_an_edit_is_stamped_and_leads_to_the_history(client: Client, alice: User) -> None:
    [comment] = make_thread([], by=alice)
    CommentBody.objects.filter(pk=comment.pk).update(edited_at=LONG_AGO + timedelta(hours=1))

    with time_machine.travel(LONG_AGO + FIVE_DAYS, tick=False):
        markup = comment_on(read(client, comment.article.get_absolute_url()), comment.pk)

    assert text_of(markup).startswith("alice · 5d ago · edited 5d ago")
    assert f'<a class="history" href="/c/{comment.pk}/history"><time class="edited"' in markup


def planted_with_score(score: int, alice: User) -> list[Comment]:
    article = ArticleFactory.create(author=alice)
    down, up = max(0, -score), max(0, score)
    seeds = [
        Seed("1", None, alice.pk, LONG_AGO, "Unloved.", "<p>Unloved.</p>", base_up=up, base_down=down),
        Seed("2", "1", alice.pk, LONG_AGO, "An answer.", "<p>An answer.</p>"),
    ]
    plant_threads(article, seeds)
    return list(Comment.objects.on(article).in_tree_order())


def test_a_low_score_folds_the_words_with_the_reason_and_never_the_replies(client: Client, alice: User) -> None:
    unloved, answer = planted_with_score(-20, alice)

    page = read(client, unloved.article.get_absolute_url())

    assert '<details class="low"><summary>Folded for its score of -20</summary>' in comment_on(page, unloved.pk)
    assert "An answer." in comment_on(page, answer.pk)


@pytest.mark.parametrize(("score", "label"), [(-5, "-5 points"), (1, "1 point"), (12, "12 points")])
def test_a_score_is_read_where_there_is_one(client: Client, alice: User, score: int, label: str) -> None:
    scored, unscored = planted_with_score(score, alice)

    page = read(client, scored.article.get_absolute_url())

    assert f'<span class="score">{label}</span>' in comment_on(page, scored.pk)
    assert "<details" not in page
    assert "score" not in comment_on(page, unscored.pk)


def test_an_article_without_comments_says_so(client: Client, alice: User) -> None:
    page = read(client, ArticleFactory.create(author=alice).get_absolute_url())

    assert "Nobody has said anything yet." in page
    assert "0 comments" in page


def test_each_viewer_gets_the_buttons_that_work(
    browse: Callable[[User], Client], bob: User, carol: User, mona: User
) -> None:
    comment = make_comment(by=bob)

    seen = {person: read(browse(person), comment.article.get_absolute_url()) for person in (bob, carol, mona)}

    labels = {
        person.name: text_of(comment_on(page, comment.pk)).partition("Indeed. ")[2] for person, page in seen.items()
    }
    assert labels == {
        "bob": "score hidden Reply Edit Delete",
        "carol": "▲ score hidden ▼ Reply Report",
        "mona": "▲ score hidden ▼ Reply Remove Branch Report",
    }
    assert all('<form id="act" method="post"' in page for page in seen.values())


def test_nobody_replies_under_a_locked_article(browse: Callable[[User], Client], bob: User, carol: User) -> None:
    comment = make_comment(by=bob)
    comment.article.locked_at = LONG_AGO
    comment.article.save()

    page = read(browse(carol), comment.article.get_absolute_url())

    assert "This discussion is locked" in page
    assert "Reply" not in comment_on(page, comment.pk)
