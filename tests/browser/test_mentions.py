"""An @ and a letter offer whom one may mean; the keyboard, the pointer and an input method all stay in charge."""

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from accounts.models import User
from forum.comments.models import Comment
from tests.browser.conftest import Open
from tests.browser.test_axe import violations
from tests.make import UserFactory, make_comment


@pytest.fixture
def comment(transactional_db: None, carol: User) -> Comment:
    """By Carol, who is answered by Cyrus and Dora."""
    comment = make_comment(by=carol)
    for name in ("dora", "cyrus"):
        make_comment(to=comment, by=UserFactory.create(username=name))
    return comment


def composer(page: Page, comment: Comment) -> Locator:
    page.locator(f"#c{comment.pk} > .acts").get_by_role("link", name="Reply").click()
    field = page.locator(f"form#reply-{comment.pk} textarea")
    expect(field).to_be_focused()
    return field


def names(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People in this thread").get_by_role("option")


def test_who_is_answered_is_offered_first_and_enter_takes_them(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = composer(page, comment)

    field.press_sequentially("So, @c")

    expect(names(page)).to_have_text(["carol", "cyrus"])
    field.press("Enter")
    expect(field).to_have_value("So, @carol ")
    expect(names(page)).to_have_count(0)
    field.press("Control+z")
    expect(field).to_have_value("So, @c")


def test_arrows_choose_and_tab_takes(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = composer(page, comment)
    field.press_sequentially("@c")
    option = page.get_by_role("option", name="carol")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")

    field.press("ArrowDown")
    expect(page.get_by_role("option", name="cyrus")).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("Tab")

    expect(field).to_have_value("@cyrus ")
    expect(field).to_be_focused()
    expect(field).not_to_have_attribute("aria-activedescendant", "people-0")


def test_escape_closes_the_list_and_not_the_composer(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = composer(page, comment)
    field.press_sequentially("@c")
    expect(names(page)).to_have_count(2)
    # A composer that holds nothing new is the one that Escape would close.
    field.evaluate("field => { field.defaultValue = field.value; }")

    field.press("Escape")
    expect(names(page)).to_have_count(0)
    expect(field).to_be_focused()

    field.press_sequentially("a")
    page.wait_for_timeout(500)
    expect(names(page)).to_have_count(0)
    field.press_sequentially("r, @d")
    expect(names(page)).to_have_text(["dora"])


def test_a_press_takes_a_name_in_the_middle_of_a_text(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, width=360)
    field = composer(page, comment)
    field.fill("Ask  about it.")
    field.press("Home")
    for _letter in "Ask ":
        field.press("ArrowRight")

    field.press_sequentially("@d")
    names(page).click()

    expect(field).to_have_value("Ask @dora about it.")
    expect(field).to_be_focused()


def test_control_enter_sends_while_the_list_is_open(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = composer(page, comment)
    field.press_sequentially("@carol")
    expect(names(page)).to_have_count(1)

    field.press("Control+Enter")

    expect(page.locator(".comment-body .mention")).to_have_text("@carol")


def test_nothing_is_asked_before_a_letter_or_inside_a_word(visit: Open, bob: User, comment: Comment) -> None:
    page, asked = visit(comment.article.get_absolute_url(), by=bob), list[Request]()
    page.on("request", lambda request: asked.append(request) if "/people" in request.url else None)
    field = composer(page, comment)

    field.press_sequentially("@ a@carol.example @@carol @")
    page.wait_for_timeout(500)
    assert asked == []
    field.press_sequentially("c")

    expect(names(page)).to_have_count(2)
    assert len(asked) == 1


def test_a_late_answer_is_dropped(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field, late = composer(page, comment), list[object]()
    page.route("**/people?**q=c", lambda route: late.append(route))
    with page.expect_request("**/people?**q=c"):
        field.press_sequentially("@c")

    field.press("Backspace")
    field.press_sequentially("d")

    expect(names(page)).to_have_text(["dora"])
    for route in late:
        route.continue_()  # type: ignore[attr-defined]  # a Route
    page.wait_for_timeout(300)
    expect(names(page)).to_have_text(["dora"])


def test_nobody_to_ask_is_no_trouble(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    field = composer(page, comment)
    page.route("**/people?**", lambda route: route.abort())

    with page.expect_event("requestfailed"):
        field.press_sequentially("@c")
    field.press_sequentially("arol it is.")

    expect(field).to_have_value("@carol it is.")
    expect(names(page)).to_have_count(0)


def test_an_input_method_keeps_its_keys(visit: Open, bob: User, comment: Comment) -> None:
    page, asked = visit(comment.article.get_absolute_url(), by=bob), list[Request]()
    page.on("request", lambda request: asked.append(request) if "/people" in request.url else None)
    field = composer(page, comment)
    field.press_sequentially("@d")
    expect(names(page)).to_have_text(["dora"])
    field.press("Backspace")
    asked.clear()
    composing = page.context.new_cdp_session(page)

    composing.send("Input.imeSetComposition", {"text": "c", "selectionStart": 1, "selectionEnd": 1})
    page.wait_for_timeout(500)
    assert asked == []
    composing.send("Input.insertText", {"text": "c"})

    expect(names(page)).to_have_count(2)


def test_an_edit_and_a_new_thread_offer_people_too(visit: Open, bob: User, comment: Comment) -> None:
    mine = make_comment(to=comment, by=bob)
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.locator("#compose textarea").press_sequentially("@d")
    expect(names(page)).to_have_text(["dora"])
    page.locator("#compose textarea").fill("")

    page.locator(f"#c{mine.pk} > .acts").get_by_role("link", name="Edit").click()
    page.locator(f"#edit-{mine.pk} textarea").press_sequentially(" @cy")

    expect(names(page)).to_have_text(["cyrus"])


def test_control_enter_saves_an_edit_and_posts_a_new_thread(visit: Open, bob: User, comment: Comment) -> None:
    mine = make_comment(on=comment.article, by=bob)
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.locator(f"#c{mine.pk} > .acts").get_by_role("link", name="Edit").click()
    page.locator(f"#edit-{mine.pk} textarea").fill("Mended.")
    page.locator(f"#edit-{mine.pk} textarea").press("Control+Enter")
    expect(page.locator(f"#c{mine.pk} .comment-body")).to_have_text("Mended.")

    page.locator("#compose textarea").fill("A new thread.")
    page.locator("#compose textarea").press("Control+Enter")

    expect(page.locator(".comment-body", has_text="A new thread.")).to_be_visible()


def test_the_list_stands_below_the_line_and_inside_the_page(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, width=360)
    field = composer(page, comment)
    field.fill("One\ntwo\nthree\n")
    field.press_sequentially("@c")
    expect(names(page)).to_have_count(2)

    shown, area = page.locator(".people").bounding_box(), field.bounding_box()

    assert shown
    assert area
    line = area["y"] + 10 + 4 * 22
    assert line - 12 <= shown["y"] <= line + 30
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 360
    assert all((box := option.bounding_box()) and box["height"] >= 24 for option in names(page).all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_while_people_are_offered(visit: Open, bob: User, comment: Comment, dark: bool) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, dark=dark, width=360)
    composer(page, comment).press_sequentially("@c")
    expect(names(page)).to_have_count(2)

    assert violations(page) == []
