"""Voting with scripts and without, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.articles.models import ArticleVote
from forum.comments.models import Comment, CommentVote
from tests.browser.conftest import Open
from tests.make import LONG_AGO, ArticleFactory, make_thread


@pytest.fixture
def comment(transactional_db: None, alice: User) -> Comment:
    """Alice's second thread, old enough for its score to be seen."""
    article = ArticleFactory.create(author=alice, published_at=LONG_AGO)
    make_thread([[] for _ in range(12)], by=alice, on=article)
    return make_thread([], by=alice, on=article)[0]


def arrow(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def voter_of(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c{comment.pk} .voter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_walk_through_all_that_a_voter_does(visit: Open, bob: User, comment: Comment, scripts: bool) -> None:
    page = visit(f"{comment.article.get_absolute_url()}?order=oldest", by=bob, scripts=scripts)
    voter = voter_of(page, comment)

    arrow(voter, "Vote up").click()
    expect(arrow(voter, "Vote up")).to_have_attribute("aria-pressed", "true")
    assert CommentVote.objects.get().value == 1
    arrow(voter, "Vote down").click()
    expect(arrow(voter, "Vote down")).to_have_attribute("aria-pressed", "true")
    expect(arrow(voter, "Vote up")).to_have_attribute("aria-pressed", "false")
    arrow(voter, "Vote down").click()
    expect(arrow(voter, "Vote down")).to_have_attribute("aria-pressed", "false")
    arrow(page.locator(".story .voter"), "Vote up").click()
    expect(arrow(page.locator(".story .voter"), "Vote up")).to_have_attribute("aria-pressed", "true")

    assert CommentVote.objects.get().value == 0
    assert ArticleVote.objects.get().value == 1
    # Where they were, on the page that they were on.
    expect(page).to_have_url(re.compile(r"\?order=oldest"))
    page.goto("/")
    expect(arrow(page.locator(".article .voter"), "Vote up")).to_have_attribute("aria-pressed", "true")


def test_with_scripts_the_sum_is_exact_at_once_and_the_page_stays(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.evaluate("window.stayed = true")
    voter = voter_of(page, comment)

    arrow(voter, "Vote up").click()

    expect(voter.locator(".score")).to_have_text("1 point")
    assert page.evaluate("window.stayed")
    assert Comment.objects.get(pk=comment.pk).score == 0


def test_the_keyboard_votes_and_stays_on_its_arrow(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    up = arrow(voter_of(page, comment), "Vote up")
    up.focus()

    for pressed in ("true", "false", "true"):
        page.keyboard.press("Enter")
        expect(up).to_have_attribute("aria-pressed", pressed)
        expect(up).to_be_focused()

    page.keyboard.press("Tab")
    expect(arrow(voter_of(page, comment), "Vote down")).to_be_focused()


def test_without_scripts_the_reader_is_back_at_the_comment(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, scripts=False)

    arrow(voter_of(page, comment), "Vote up").click()

    expect(page).to_have_url(re.compile(rf"{re.escape(comment.article.get_absolute_url())}#c{comment.pk}$"))
    expect(page.locator(f"#c{comment.pk}")).to_be_in_viewport()


def test_a_comment_behind_a_fold_is_voted_on_in_place(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.click("a.fold")
    expect(page.locator("a.fold")).to_have_count(0)
    last = page.locator(".replies .comment").last

    arrow(last, "Vote down").click()

    expect(arrow(last, "Vote down")).to_have_attribute("aria-pressed", "true")
    expect(last.locator(".score")).to_have_text("-1 point")


def test_a_vote_that_fails_says_so_and_changes_nothing(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.route("**/vote", lambda route: route.abort())
    voter = voter_of(page, comment)

    arrow(voter, "Vote up").click()

    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(arrow(voter, "Vote up")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [360, 1280])
def test_arrows_are_large_enough_to_press(visit: Open, bob: User, comment: Comment, width: int) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, width=width)

    boxes = [button.bounding_box() for button in page.locator(".voter button").all()]

    assert boxes
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)
