"""What happens in the page as it is read: folds, buttons, and requests that fail."""

import re

import pytest
from playwright.sync_api import Route, expect

from accounts.models import User
from forum.comments.models import Comment
from tests.browser.conftest import Open
from tests.make import make_comment, make_thread


@pytest.fixture
def long_list(transactional_db: None) -> list[Comment]:
    """A comment with more replies than are shown at first."""
    return make_thread([[]] * 12)


def refuse(route: Route) -> None:
    route.abort()


def break_down(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body="<!DOCTYPE html><title>broken</title><h1>broken</h1>")


def test_a_fold_opens_in_place(visit: Open, long_list: list[Comment]) -> None:
    page = visit(long_list[0].article.get_absolute_url())
    before, hidden = page.locator(".comment").count(), int(page.locator("a.fold").get_attribute("data-hidden") or 0)
    assert hidden

    page.click("a.fold")

    expect(page.locator(".comment")).to_have_count(before + hidden)
    expect(page.locator("a.fold")).to_have_count(0)


def test_reading_goes_on_at_the_first_reply_that_a_fold_revealed(visit: Open, long_list: list[Comment]) -> None:
    page = visit(long_list[0].article.get_absolute_url())
    known = page.locator(".comment").count()

    page.focus("a.fold")
    page.keyboard.press("Enter")

    expect(page.locator(".comment").nth(known)).to_be_focused()


def test_without_scripts_a_fold_leads_to_its_own_page(visit: Open, long_list: list[Comment]) -> None:
    page = visit(long_list[0].article.get_absolute_url(), scripts=False)
    hidden = int(page.locator("a.fold").get_attribute("data-hidden") or 0)

    page.click("a.fold")

    expect(page).to_have_url(re.compile(r"/replies\?past="))
    expect(page.locator(".comment")).to_have_count(hidden)


@pytest.mark.parametrize(("fault", "words"), [(refuse, "cannot be reached"), (break_down, "went wrong on our side")])
def test_a_fold_that_cannot_be_opened_says_so_and_stays(
    visit: Open, long_list: list[Comment], fault: object, words: str
) -> None:
    page = visit(long_list[0].article.get_absolute_url())
    page.route("**/replies?*", fault)  # type: ignore[arg-type]  # one of the two above

    page.click("a.fold")

    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.locator("a.fold")).to_be_visible()
    expect(page.get_by_role("heading", name="broken")).to_have_count(0)


def test_a_failure_is_put_away_by_its_button(visit: Open, long_list: list[Comment]) -> None:
    page = visit(long_list[0].article.get_absolute_url())
    page.route("**/replies?*", refuse)
    page.click("a.fold")

    page.get_by_role("button", name="Close").click()

    expect(page.locator("[data-told]")).to_be_hidden()


def test_deleting_shows_what_is_left_and_keeps_the_place(visit: Open, bob: User) -> None:
    mine = make_comment(by=bob)
    make_comment(to=mine)
    page = visit(mine.article.get_absolute_url(), by=bob)

    page.locator(f"#c{mine.pk} > .acts").get_by_role("button", name="Delete").click()

    expect(page.locator(f"#c{mine.pk}.gone")).to_be_focused()
    assert not page.url.endswith(f"/c/{mine.pk}")


def test_what_was_deleted_can_be_undone_in_place(visit: Open, bob: User) -> None:
    mine = make_comment(by=bob, text="Second thoughts")
    make_comment(to=mine)
    page = visit(mine.article.get_absolute_url(), by=bob)
    page.locator(f"#c{mine.pk} > .acts").get_by_role("button", name="Delete").click()

    page.locator(f"#c{mine.pk} > .acts").get_by_role("button", name="Undo").click()

    expect(page.locator(f"#c{mine.pk} .comment-body")).to_have_text("Second thoughts")


def test_a_form_on_its_way_is_not_sent_twice(visit: Open) -> None:
    page = visit("/settings")
    # Counted where the browser would send it, and kept from leaving the page.
    page.evaluate("window.sent = 0; addEventListener('submit', e => { window.sent += 1; e.preventDefault(); })")

    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Keep").click()

    assert page.evaluate("window.sent") == 1
    expect(page.locator("main form")).to_have_attribute("aria-busy", "true")
