"""Settings of how pages look: they show as they are chosen, stay when they are kept, and break nothing."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from tests.browser.conftest import Open
from tests.browser.test_axe import violations
from tests.browser.test_layout import TARGETS, scrolls_sideways
from tests.browser.test_people import press, with_and_without_scripts


def computed(page: Page, selector: str, name: str) -> float:
    """The first number of a style that the browser worked out."""
    value = page.locator(selector).first.evaluate(f"one => getComputedStyle(one)['{name}']")
    return float(str(value).split("px")[0].removesuffix("s"))


def choose(page: Page, group: str, word: str) -> None:
    page.get_by_role("group", name=group).get_by_label(word, exact=True).check()


CHOICES = [
    ("Size of the text", "Small", ".comment-body", "font-size", "<"),
    ("Size of the text", "Large", ".comment-body", "font-size", ">"),
    ("Size of the text", "Larger", ".comment-body", "font-size", ">"),
    ("Space between comments", "Compact", ".replies > li", "padding-top", "<"),
]


@pytest.mark.parametrize(("group", "word", "selector", "style", "change"), CHOICES, ids=[row[1] for row in CHOICES])
@with_and_without_scripts
def test_a_choice_is_seen_at_once_and_everywhere_when_it_is_kept(
    visit: Open,
    article: Article,
    bob: User,
    scripts: bool,
    group: str,
    word: str,
    selector: str,
    style: str,
    change: str,
) -> None:
    plain = computed(visit(article.get_absolute_url(), by=bob), selector, style)
    page = visit("/settings", by=bob, scripts=scripts)
    sample = computed(page, f".sample {selector}", style)

    choose(page, group, word)

    chosen = computed(page, f".sample {selector}", style)
    assert chosen == sample if not scripts else chosen < sample if change == "<" else chosen > sample
    press(page, "Keep")
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(article.get_absolute_url())
    kept = computed(page, selector, style)
    assert kept < plain if change == "<" else kept > plain


def test_what_is_not_kept_is_gone_on_the_next_page(visit: Open, bob: User) -> None:
    page = visit("/settings", by=bob)
    choose(page, "Light or dark", "Dark")
    choose(page, "Shortcuts of a single key", "Off")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-keys", "off")

    choose(page, "Shortcuts of a single key", "On")
    expect(page.locator("html")).not_to_have_attribute("data-keys", "off")
    page.goto("/")

    expect(page.locator("html[data-theme], html[data-keys]")).to_have_count(0)


def test_whoever_wants_it_has_nothing_move(visit: Open, article: Article, bob: User) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    page.emulate_media(reduced_motion="no-preference")
    page.locator(".acts a").first.evaluate("one => one.setAttribute('aria-busy', 'true')")
    assert computed(page, "[aria-busy]", "animation-duration") > 1

    page.evaluate("document.documentElement.dataset.motion = 'reduced'")

    assert computed(page, "[aria-busy]", "animation-duration") < 0.001


LOOKS = [("", "small"), ("", "large"), ("", "larger"), ("compact", ""), ("compact", "small"), ("compact", "larger")]


@pytest.mark.parametrize(("density", "size"), LOOKS)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_breaks_in_any_of_them(
    visit: Open, article: Article, bob: User, density: str, size: str, width: int, dark: bool
) -> None:
    User.objects.filter(pk=bob.pk).update(density=density, text_size=size, theme="dark" if dark else "light")

    for path in (article.get_absolute_url(), "/settings", "/"):
        page = visit(path, by=bob, width=width)
        boxes = page.locator(TARGETS).evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.textContent.trim(), one.getBoundingClientRect()])"
            ".filter(([name, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"
        )
        assert not scrolls_sideways(page)
        assert boxes == []
        assert violations(page) == []


def test_the_size_goes_by_what_the_browser_is_set_to(visit: Open, article: Article, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(text_size="larger")
    page = visit(article.get_absolute_url(), by=bob)
    usual = computed(page, ".comment-body", "font-size")

    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})

    assert computed(page, ".comment-body", "font-size") == pytest.approx(2 * usual)
