"""Writing in the page: the composer opens where one reads, and loses no text."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.comments.models import Comment
from tests.browser.conftest import Open
from tests.make import make_comment


@pytest.fixture
def comment(transactional_db: None) -> Comment:
    return make_comment(text="The river has not looked like this for years.")


def reply_link(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c{comment.pk} > .acts").get_by_role("link", name="Reply")


def composer(page: Page, comment: Comment) -> Locator:
    return page.locator(f"form#reply-{comment.pk}")


def opened(page: Page, comment: Comment) -> Locator:
    """The text field of a reply, opened by its link."""
    reply_link(page, comment).click()
    field = composer(page, comment).locator("textarea")
    expect(field).to_be_focused()
    return field


def test_reply_opens_a_composer_under_the_comment(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)

    opened(page, comment)

    expect(page.locator(f"#c{comment.pk} + .replies form")).to_be_visible()


def test_a_composer_that_is_open_is_not_opened_again(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("Half a sentence")

    reply_link(page, comment).click()

    expect(field).to_be_focused()
    expect(field).to_have_value("Half a sentence")
    expect(composer(page, comment)).to_have_count(1)


def test_cancel_puts_the_composer_away_and_gives_the_focus_back(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    opened(page, comment)

    composer(page, comment).get_by_role("link", name="Cancel").click()

    expect(composer(page, comment)).to_have_count(0)
    expect(reply_link(page, comment)).to_be_focused()


def test_escape_leaves_words_alone(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("Half a sentence")

    field.press("Escape")

    expect(field).to_have_value("Half a sentence")


def test_escape_puts_an_empty_composer_away(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)

    opened(page, comment).press("Escape")

    expect(composer(page, comment)).to_have_count(0)


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_a_reply_is_sent_by_keys_and_takes_its_composers_place(
    visit: Open, bob: User, comment: Comment, keys: str
) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("Nor for decades.")

    field.press(keys)

    answer = page.locator(f"#c{comment.pk} + .replies .comment")
    expect(answer.locator(".comment-body")).to_have_text("Nor for decades.")
    expect(answer).to_be_focused()
    expect(composer(page, comment)).to_have_count(0)


def test_what_is_refused_stays_in_the_composer(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("words " * 3000)

    composer(page, comment).get_by_role("button", name="Reply").click()

    expect(composer(page, comment).get_by_role("alert")).not_to_be_empty()
    expect(field).to_have_value("words " * 3000)
    expect(field).to_be_focused()


def test_a_lost_connection_loses_no_text(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("Nor for decades.")
    page.route("**/reply", lambda route: route.abort())

    field.press("Control+Enter")

    expect(page.locator("[data-told]")).to_contain_text("cannot be reached")
    expect(field).to_have_value("Nor for decades.")


def test_what_could_not_be_sent_survives_a_walk_through_the_site(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = opened(page, comment)
    field.fill("Nor for decades.")
    page.route("**/reply", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field.press("Control+Enter")
    expect(page.locator("[data-told]")).to_be_visible()

    page.goto("/")
    page.goto(comment.article.get_absolute_url())

    expect(opened(page, comment)).to_have_value("Nor for decades.")


def test_what_was_being_written_is_there_after_a_reload(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    opened(page, comment).fill("Half a sentence")

    page.reload()

    expect(opened(page, comment)).to_have_value("Half a sentence")


def test_looking_at_a_preview_forgets_nothing(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    opened(page, comment).fill("*Half* a sentence")
    composer(page, comment).get_by_role("button", name="Preview").click()
    expect(composer(page, comment).locator(".preview em")).to_have_text("Half")

    page.reload()

    expect(opened(page, comment)).to_have_value("*Half* a sentence")


def test_what_was_sent_does_not_come_back(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    opened(page, comment).fill("Nor for decades.")
    composer(page, comment).get_by_role("button", name="Reply").click()
    expect(page.locator(".comment")).to_have_count(2)

    page.reload()

    expect(opened(page, comment)).to_have_value("")


def test_what_a_plain_form_sent_does_not_come_back(visit: Open, bob: User, comment: Comment) -> None:
    page = visit("/", by=bob)
    page.route("**/htmx-*.js", lambda route: route.abort())
    page.goto(f"/c/{comment.pk}/reply")
    page.fill("textarea", "Nor for decades.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".comment-body", has_text="Nor for decades.")).to_be_visible()

    page.goto(f"/c/{comment.pk}/reply")

    expect(page.locator("textarea")).to_have_value("")


def test_logging_out_forgets_what_was_being_written(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    opened(page, comment).fill("Half a sentence")

    page.get_by_role("button", name="Log out").click()

    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('text:'))") == []


def test_an_edit_stands_in_the_place_of_its_comment_and_gives_it_back(visit: Open, bob: User) -> None:
    mine = make_comment(by=bob, text="A river runs.")
    page = visit(mine.article.get_absolute_url(), by=bob)
    page.locator(f"#c{mine.pk} > .acts").get_by_role("link", name="Edit").click()
    expect(page.locator(f"#edit-{mine.pk} textarea")).to_have_value("A river runs.")

    page.locator(f"#edit-{mine.pk}").get_by_role("link", name="Cancel").click()

    expect(page.locator(f"#c{mine.pk} .comment-body")).to_have_text("A river runs.")
    expect(page.locator(f"#c{mine.pk}")).to_be_focused()
