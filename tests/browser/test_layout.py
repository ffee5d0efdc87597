"""Nothing scrolls sideways, everything can be hit and reached, and paper shows words alone."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from tests.browser.conftest import Open
from tests.make import make_comment, make_thread

WIDE = """https://example.org/{path}

```
int main(void) {{ return an_expression_that_is_rather_long(with, many, arguments, so_that, it, must, wrap); }}
```

| one | two | three | four | five | six | seven |
|---|---|---|---|---|---|---|
| several | columns | that | together | are | quite | wide |
""".format(path="averylongpath/" * 20)


@pytest.fixture
def deep(transactional_db: None) -> list[Comment]:
    """One long line of replies to replies."""
    shape: list[object] = []
    for _level in range(48):
        shape = [shape]
    return make_thread(shape)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_a_deep_thread_scrolls_only_down(visit: Open, deep: list[Comment], width: int) -> None:
    branch = visit(f"/c/{deep[0].pk}", width=width)

    assert branch.locator(".comment").count() > 40
    assert not scrolls_sideways(branch)
    first, *_between, last = branch.locator(".comment").evaluate_all("all => all.map(one => one.clientWidth)")
    assert last > first * 0.7


def test_what_is_too_wide_is_broken(visit: Open, bob: User) -> None:
    wide = make_comment(text=WIDE, by=bob)

    page = visit(wide.article.get_absolute_url(), by=bob, width=360)

    assert page.locator("pre").count() == page.locator("table").count() == 1
    assert not scrolls_sideways(page)


# All that stands alone; a link inside a sentence is exempt (WCAG 2.5.8).
TARGETS = ".site a, .site button, .bar a, .acts a, .acts button, .fold, .continue, .foot a, .composer button"


@pytest.mark.parametrize("width", [360, 1280])
def test_whatever_one_presses_is_large_enough(visit: Open, article: Article, bob: User, width: int) -> None:
    page = visit(article.get_absolute_url(), by=bob, width=width)
    boxes = page.locator(TARGETS).evaluate_all(
        "all => all.filter(one => one.checkVisibility())"
        ".map(one => [one.textContent.trim(), one.getBoundingClientRect()])"
        ".filter(([name, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"
    )

    assert page.locator(TARGETS).count() > 10
    assert boxes == []


def test_the_keyboard_reaches_the_comments_in_two_steps(visit: Open, article: Article) -> None:
    page = visit(article.get_absolute_url())

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the comments")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#threads")).to_be_in_viewport()


def test_the_bar_stays_and_hides_nothing_that_a_link_leads_to(visit: Open, article: Article) -> None:
    last = visit(article.get_absolute_url()).locator(".comment").last.get_attribute("id")

    page = visit(f"{article.get_absolute_url()}#{last}")

    bar, comment = page.locator(".bar").bounding_box(), page.locator(f"#{last}").bounding_box()
    assert bar
    assert comment
    assert bar["y"] == 0
    assert comment["y"] >= bar["height"]


def test_paper_shows_words_and_nothing_to_press(visit: Open, article: Article, bob: User) -> None:
    page = visit(article.get_absolute_url(), by=bob, dark=True)

    page.emulate_media(media="print")

    for selector in (".comment-body", ".head", "h1"):
        expect(page.locator(selector).first).to_be_visible()
    for selector in ("header.site", "footer.foot", ".bar nav", ".acts", ".composer"):
        expect(page.locator(selector).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_chosen_theme_wins_over_the_systems(visit: Open) -> None:
    page = visit("/settings", dark=False)
    day = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Keep").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != day


def test_a_reply_is_named_to_those_who_cannot_see_it(visit: Open, article: Article) -> None:
    page = visit(article.get_absolute_url())

    expect(page.get_by_role("article", name="mona")).to_be_visible()
