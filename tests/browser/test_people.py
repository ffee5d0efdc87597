"""Walks of somebody new, with scripts and without: sign up, forget the password, choose how to read, look at people."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import ArticleFactory, make_comment, make_thread
from tests.post import Postbox, code_in

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def press(page: Page, label: str) -> None:
    page.locator("main").get_by_role("button", name=label).click()


@with_and_without_scripts
def test_somebody_signs_up_where_they_were_reading(visit: Open, postbox: Postbox, scripts: bool) -> None:
    article = ArticleFactory.create(title="Rain")
    page = visit(article.get_absolute_url(), scripts=scripts)
    page.locator("header.site").get_by_role("link", name="Sign up").click()
    fill(page, username="dora", email="dora@example.org", password1="quite long enough")
    press(page, "Sign up")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()

    fill(page, code="BBBB-BBBB")
    press(page, "Go on")
    expect(page.get_by_text("That is not the code.")).to_be_visible()
    fill(page, code=code_in(postbox.newest()))
    press(page, "Go on")

    expect(page.get_by_role("heading", name="Rain")).to_be_visible()
    expect(page.locator("a.me")).to_have_text("dora")


@with_and_without_scripts
def test_a_password_is_forgotten_and_chosen_anew(visit: Open, bob: User, postbox: Postbox, scripts: bool) -> None:
    page = visit("/accounts/login/", scripts=scripts)
    page.get_by_role("link", name="Forgot your password?").click()
    fill(page, email="bob@example.org")
    press(page, "Send a code")
    fill(page, code=code_in(postbox.newest()))
    press(page, "Go on")
    fill(page, password1="another one altogether", password2="another one altogether")
    press(page, "Change it")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()

    fill(page, login="bob", password="another one altogether")
    press(page, "Log in")

    expect(page.locator("a.me")).to_have_text("bob")


@with_and_without_scripts
def test_a_reader_chooses_how_to_read_and_sees_it_at_once(visit: Open, bob: User, scripts: bool) -> None:
    root, *_replies = make_thread([[] for _ in range(12)])
    page = visit("/settings", by=bob, scripts=scripts)
    page.get_by_label("Replies shown before a list folds").select_option("3")
    page.get_by_label("Time zone of dates").select_option("Asia/Tokyo")
    page.get_by_label("Dark").check()
    press(page, "Keep")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.goto(root.article.get_absolute_url())

    expect(page.locator(".replies .comment")).to_have_count(3)
    expect(page.locator(".comment time").first).to_have_attribute("title", "Jan. 1, 2026, 9 p.m. JST")


@with_and_without_scripts
def test_an_address_is_changed(visit: Open, bob: User, postbox: Postbox, scripts: bool) -> None:
    page = visit("/settings", by=bob, scripts=scripts)
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Change the address").click()
    fill(page, email="new@example.org", password="bob's own")
    press(page, "Send a code")
    fill(page, code=code_in(postbox.newest()))
    press(page, "Go on")

    expect(page.get_by_text("new@example.org is your address now.")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("new@example.org")


@with_and_without_scripts
def test_a_person_is_looked_at(visit: Open, bob: User, scripts: bool) -> None:
    article = ArticleFactory.create(title="Rain", author=bob)
    make_comment(on=article, by=bob, text="It rained.")
    page = visit(article.get_absolute_url(), scripts=scripts)
    page.locator(".comment .who").click()
    expect(page.locator(".comment-body")).to_have_text("It rained.")

    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("link", name="Rain").click()

    expect(page.get_by_role("heading", name="Rain")).to_be_visible()


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/settings",
        "/settings/account",
        "/settings/password",
        "/settings/address",
        "/u/bob",
        "/u/bob/articles",
        "/u/mona",
    ],
)
def test_no_violation_on_pages_of_people(
    visit: Open, article: Article, bob: User, mona: User, path: str, dark: bool, width: int
) -> None:
    ArticleFactory.create(author=bob)

    page = visit(path, by=bob, dark=dark, width=width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@both_themes
def test_no_violation_where_codes_are_entered(visit: Open, bob: User, postbox: Postbox, dark: bool) -> None:
    page = visit("/accounts/signup/", dark=dark, width=360)
    fill(page, username="d" * 30, email=f"{'d' * 60}@{'e' * 60}.example.org", password1="quite long enough")
    press(page, "Sign up")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fill(page, code="wrong")
    press(page, "Go on")
    assert violations(page) == []

    page = visit("/accounts/reset/", dark=dark)
    assert violations(page) == []
    fill(page, email="bob@example.org")
    press(page, "Send a code")
    assert violations(page) == []
    fill(page, code=code_in(postbox.newest()))
    press(page, "Go on")
    assert violations(page) == []
