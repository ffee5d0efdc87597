"""The keys turned off, told of, and all that they are for: a walk without a mouse."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentVote
from forum.threads.keys import KEYS
from tests.browser.conftest import Open
from tests.browser.keyboard import STATE, at, press
from tests.browser.test_axe import both_themes, violations
from tests.make import make_comment

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "behaviors" / "keys.js"


@pytest.mark.parametrize("how", ["in the settings", "in this browser"])
def test_keys_that_are_turned_off_do_nothing(visit: Open, thread: list[Comment], how: str) -> None:
    page = visit("/keys")
    if how == "in this browser":
        page.get_by_label("Keys are on in this browser").uncheck()
    page.goto(thread[0].article.get_absolute_url())
    if how == "in the settings":
        page.evaluate("document.documentElement.dataset.keys = 'off'")
    before = page.evaluate(STATE)

    press(page, "j", "n", "?", "g", "h")

    assert page.evaluate(STATE) == before
    page.goto("/keys")
    expect(page.get_by_label("Keys are on in this browser")).to_be_checked(checked=how == "in the settings")


def test_the_help_opens_over_the_page_and_gives_the_focus_back(page: Page, thread: list[Comment]) -> None:
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog.locator("kbd", has_text="j")).to_be_visible()
    press(page, "j", "?")
    expect(dialog).to_have_count(1)

    press(page, "Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(at(page, thread[0])).to_be_focused()
    press(page, "?")
    dialog.get_by_role("button", name="Close").click()

    expect(page.locator("dialog")).to_have_count(0)


def test_help_that_cannot_be_fetched_says_so(page: Page) -> None:
    page.route("**/keys", lambda route: route.abort())

    press(page, "?")

    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.locator("dialog")).to_have_count(0)


def test_without_scripts_the_page_tells_of_the_keys_and_offers_no_switch(visit: Open, transactional_db: None) -> None:
    page = visit("/", scripts=False)

    page.get_by_role("contentinfo").get_by_role("link", name="Keys").click()

    expect(page.get_by_role("row", name="j Next comment")).to_be_visible()
    expect(page.get_by_text("Keys are on in this browser")).to_be_hidden()


def test_every_key_is_documented_and_every_documented_key_is_one() -> None:
    table = re.search(r"const ACTS = \{(.+?)\};", SCRIPT.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    told = {key.strokes for keys in KEYS.values() for key in keys}

    assert {*re.findall(r'^\s+"?(.)"?: "', table[1], re.MULTILINE), "g h", "Esc", "Ctrl+Enter"} == told


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_on_the_page_of_keys_nor_in_its_dialog(visit: Open, bob: User, dark: bool, width: int) -> None:
    page = visit("/keys", dark=dark, width=width)
    found = violations(page)
    page.goto("/")
    press(page, "?")
    page.locator("dialog[open]").wait_for()

    assert found == []
    assert violations(page) == []
    assert violations(visit("/keys", by=bob, dark=dark, width=width)) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_screen_readers_find_the_comments_as_a_region_with_a_heading_each(visit: Open, article: Article) -> None:
    page = visit(article.get_absolute_url())
    region = page.get_by_role("region", name=re.compile(r"^\d+ comments$"))

    expect(region.get_by_role("heading", level=3)).to_have_count(page.locator(".comment").count())
    expect(region.get_by_role("heading", name="mona", level=3)).to_be_visible()


def test_a_walk_without_a_mouse(visit: Open, bob: User, carol: User, thread: list[Comment]) -> None:
    page = visit(thread[0].article.get_absolute_url(), by=bob)
    new = make_comment(to=thread[1], by=carol, text="It fell again.")
    page.goto("/")

    press(page, "j")
    expect(page.locator(".article-link")).to_be_focused()
    press(page, "Enter")
    page.wait_for_url("**/a/**")
    press(page, "n")
    expect(at(page, new)).to_be_focused()
    press(page, "r")
    expect(page.locator(f"#reply-{new.pk} textarea")).to_be_focused()
    page.keyboard.type("And rose.")
    press(page, "Control+Enter")
    own = page.locator(".comment", has_text="And rose.")
    expect(own).to_be_focused()
    press(page, "p", "u")
    expect(at(page, new).get_by_role("button", name="Vote up")).to_have_attribute("aria-pressed", "true")
    press(page, "g", "h")

    page.wait_for_url("**/")
    assert CommentVote.objects.get().value == 1
    assert Comment.objects.get(parent=new).body.text == "And rose."
