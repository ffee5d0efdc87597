"""From logging in to undoing a deletion, with scripts and without; and what only scripts do."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from tests.browser.conftest import Open
from tests.make import ArticleFactory, make_comment


@pytest.fixture
def article(transactional_db: None) -> Article:
    return ArticleFactory.create()


def log_in_by_hand(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.get_by_label("Name or address").fill("bob")
    page.get_by_label("Password").fill("bob's own")
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_walk_through_all_that_a_reader_does(visit: Open, bob: User, article: Article, scripts: bool) -> None:
    page = visit(article.get_absolute_url(), scripts=scripts)
    log_in_by_hand(page)
    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url())))

    page.get_by_label("Your comment").fill("The river *rose*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview em")).to_have_text("rose")
    page.get_by_role("button", name="Post").click()
    own = page.locator(".comment", has_text="The river rose.")
    expect(own).to_be_visible()

    own.get_by_role("link", name="Reply").click()
    page.get_by_label("Your reply to bob").fill("And fell again.")
    page.get_by_role("button", name="Reply", exact=True).click()
    reply = page.locator(".comment", has_text="And fell again.")
    expect(reply).to_be_visible()
    assert Comment.objects.get(parent__isnull=False).body.text == "And fell again."

    reply.get_by_role("link", name="Edit").click()
    field = page.locator("form[action$='/edit'] textarea")
    expect(field).to_have_value("And fell again.")
    field.fill("And fell at last.")
    page.get_by_role("button", name="Save", exact=True).click()
    reply = page.locator(".comment", has_text="And fell at last.")
    expect(reply).to_be_visible()

    reply.get_by_role("button", name="Delete").click()
    gone = page.locator(".comment.gone")
    expect(gone).to_be_visible()
    gone.get_by_role("button", name="Undo").click()
    expect(page.locator(".comment:not(.gone)", has_text="And fell at last.")).to_be_visible()
    assert Comment.objects.get(parent__isnull=False).is_published


def test_a_new_thread_appears_where_it_was_written_and_the_next_can_be_begun(
    visit: Open, bob: User, article: Article
) -> None:
    page = visit(article.get_absolute_url(), by=bob)

    for words in ("The first thread.", "The second thread."):
        page.get_by_label("Your comment").fill(words)
        page.get_by_role("button", name="Post").click()
        expect(page.locator(".comment", has_text=words)).to_be_visible()
        expect(page.get_by_label("Your comment")).to_have_value("")

    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url())))
    assert Comment.objects.count() == 2


def test_two_versions_of_one_text_are_shown_where_it_is_edited(visit: Open, bob: User) -> None:
    comment = make_comment(by=bob, text="It rained all day.")
    page = visit(f"/c/{comment.pk}", by=bob)
    page.locator(f"#c{comment.pk}").get_by_role("link", name="Edit").click()
    field = page.locator("form[action$='/edit'] textarea")
    field.fill("It rained all night.")
    CommentBody.objects.update(text="It rained all week.")

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".versions del")).to_have_text("week")
    expect(page.locator(".versions ins")).to_have_text("night")
    expect(field).to_have_value("It rained all night.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#c{comment.pk} .comment-body")).to_have_text("It rained all night.")
