"""From an empty sheet to an article on the front page, taken back and put back, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article, Tag
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.forum.articles.sheets import declined_article, waiting_article
from tests.make import ArticleFactory

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def fill_in(page: Page) -> None:
    page.get_by_label("Title").fill("Rain at last")
    page.get_by_label("Deck").fill("After ninety days.")
    page.get_by_label("Text").fill("It *rained*.")
    page.get_by_label("Rivers").check()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@with_and_without_scripts
def test_a_walk_from_a_draft_to_the_front_page(visit: Open, bob: User, scripts: bool) -> None:
    Tag.objects.create(name="Rivers", slug="rivers")
    page = visit("/", by=bob, scripts=scripts)
    page.get_by_role("link", name="Submit").click()

    fill_in(page)
    press(page, "Preview")
    expect(page.locator("#sheet-preview em")).to_have_text("rained")
    press(page, "Save draft")
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Rain at last")
    expect(page.get_by_label("Rivers")).to_be_checked()

    page.get_by_label("Address of the story").fill("nonsense")
    press(page, "Submit")
    expect(page.get_by_text("This is no address of a page on the web")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("It *rained*.")
    page.get_by_label("Address of the story").fill("example.org/rain")
    press(page, "Submit")
    expect(page).to_have_url(re.compile(r"/a/\d+/rain-at-last$"))
    expect(page.locator(".story-body em")).to_have_text("rained")


@with_and_without_scripts
def test_a_walk_from_an_article_to_why_it_stands_where_it_stands(visit: Open, bob: User, scripts: bool) -> None:
    article = ArticleFactory.create(author=bob, title="Rain at last", source_url="https://example.org/rain")
    article.tags.add(Tag.objects.create(name="Rivers", slug="rivers"))
    page = visit(article.get_absolute_url(), by=bob, scripts=scripts)

    press(page, "Withdraw")
    expect(page.get_by_text("Withdrawn by its author.")).to_be_visible()
    press(page, "Put it back")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Title").fill("Rain at long last")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Rain at long last")).to_be_visible()

    page.get_by_role("link", name="Understory").click()
    row = page.locator(".article", has_text="Rain at long last")
    expect(row).to_contain_text("example.org")
    row.get_by_role("link", name="Rivers").click()
    expect(page.get_by_role("heading", name="Tagged Rivers")).to_be_visible()
    page.get_by_role("link", name="Top").click()
    page.get_by_role("link", name="Week").click()
    expect(page.locator("[aria-current]")).to_have_text(["Top", "Week"])
    page.locator(".why").click()
    expect(page.get_by_role("heading", name="So it has")).to_be_visible()


@with_and_without_scripts
def test_a_walk_through_the_waiting_list(visit: Open, bob: User, mona: User, scripts: bool) -> None:
    wanted, unwanted = waiting_article(bob, title="Wanted"), waiting_article(bob, title="Unwanted")
    page = visit("/waiting", by=mona, scripts=scripts)

    page.locator(f"#a{unwanted.pk}").get_by_text("Decline").first.click()
    page.locator(f"#a{unwanted.pk}").get_by_label("Why?").fill("We had this yesterday.")
    page.locator(f"#a{unwanted.pk}").get_by_role("button", name="Decline").click()
    expect(page.get_by_text("The article is declined.")).to_be_visible()
    page.get_by_role("link", name="Queue").click()
    page.get_by_role("link", name="Articles that wait").click()
    page.locator(f"#a{wanted.pk}").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The article is published.")).to_be_visible()

    assert Article.objects.get(pk=wanted.pk).published_at
    assert Article.objects.get(pk=unwanted.pk).declined_because == "We had this yesterday."


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    ["/", "/?order=top&of=day", "/t/rivers", "/ranking", "/submit", "/submissions", "/waiting", "why", "edit", "page"],
)
def test_no_violation_and_nothing_that_sticks_out(
    visit: Open, mona: User, bob: User, path: str, width: int, dark: bool
) -> None:
    tag = Tag.objects.create(name="Rivers", slug="rivers")
    article = ArticleFactory.create(author=mona, source_url="https://a-very-long-name-indeed.example.org/", deck="So.")
    article.tags.add(tag)
    waiting = waiting_article(bob, title="Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 2)
    declined_article(mona, mona)
    address = {"why": f"/a/{article.pk}/story/why", "edit": f"/a/{article.pk}/story/edit", "page": f"/a/{waiting.pk}"}

    page = visit(address.get(path, path), by=mona, dark=dark, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@both_themes
def test_no_violation_where_something_is_not_right_yet(visit: Open, bob: User, dark: bool) -> None:
    ArticleFactory.create(title="Rain", source_url="https://example.org/rain", source_key="example.org/rain")
    page = visit("/submit", by=bob, dark=dark)
    page.get_by_label("Address of the story").fill("nonsense")
    press(page, "Submit")
    page.locator(".errorlist").first.wait_for()
    wrong = violations(page)
    page.get_by_label("Title").fill("Rain again")
    page.get_by_label("Address of the story").fill("https://example.org/rain")
    press(page, "Preview")
    page.locator("#sheet-preview .earlier").wait_for()

    assert wrong == []
    assert violations(page) == []
