"""The session ends, the token is gone, there are no scripts, the text is refused: the words are back."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.drafts import drafts_of
from tests.browser.conftest import Open, log_in
from tests.browser.writing import SOON, field, kept, write
from tests.make import ArticleFactory


@pytest.fixture
def article(transactional_db: None) -> Article:
    return ArticleFactory.create()


class TestASessionThatEnded:
    def test_the_line_says_so_and_the_text_is_back_after_logging_in(
        self, visit: Open, bob: User, article: Article, site: str
    ) -> None:
        page = visit(article.get_absolute_url(), by=bob)
        write(page, "Kept.")
        Session.objects.all().delete()
        field(page).press_sequentially(" More.")
        expect(page.locator("[data-draft]")).to_contain_text("you are logged out", timeout=SOON)

        log_in(page.context, bob, site)
        page.reload()

        expect(field(page)).to_have_value("Kept. More.")

    def test_without_scripts_it_is_carried_through_the_log_in_and_becomes_a_draft(
        self, visit: Open, bob: User, article: Article
    ) -> None:
        page = visit(article.get_absolute_url(), by=bob, scripts=False)
        field(page).fill("Half a sentence")
        Session.objects.all().delete()
        page.get_by_role("button", name="Post").click()
        page.get_by_label("Name or address").fill("bob")
        page.get_by_label("Password").fill("bob's own")
        page.get_by_role("button", name="Log in").click()

        expect(field(page)).to_have_value("Half a sentence")
        assert drafts_of(bob).get().text == "Half a sentence"


class TestATokenThatIsGone:
    def forget_token(self, context: BrowserContext) -> None:
        context.clear_cookies(name=re.compile("csrftoken"))

    def test_with_scripts_the_text_stays_and_is_back(self, visit: Open, bob: User, article: Article) -> None:
        page = visit(article.get_absolute_url(), by=bob)
        self.forget_token(page.context)
        field(page).press_sequentially("Half a sentence")
        page.get_by_role("button", name="Post").click()
        expect(page.locator("[data-told]")).to_be_visible()
        expect(field(page)).to_have_value("Half a sentence")

        page.goto(article.get_absolute_url())

        expect(field(page)).to_have_value("Half a sentence")
        expect(kept(page)).to_be_visible(timeout=SOON)

    def test_without_scripts_it_comes_back_to_be_sent_again(self, visit: Open, bob: User, article: Article) -> None:
        page = visit(article.get_absolute_url(), by=bob, scripts=False)
        self.forget_token(page.context)
        field(page).fill("Half a sentence")
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#kept-text")).to_have_value("Half a sentence")

        page.get_by_role("button", name="Send it again").click()

        expect(page.locator(".comment-body")).to_have_text("Half a sentence")
        assert not drafts_of(bob).exists()


class TestWithoutScripts:
    def test_save_draft_keeps_it_and_says_so(self, visit: Open, bob: User, article: Article) -> None:
        page = visit(article.get_absolute_url(), by=bob, scripts=False)
        field(page).fill("Half a sentence")

        page.get_by_role("button", name="Save draft").click()

        expect(page.locator(".messages")).to_have_text("Your draft is kept.")
        expect(field(page)).to_have_value("Half a sentence")
        page.goto(article.get_absolute_url())
        expect(field(page)).to_have_value("Half a sentence")
        page.get_by_role("button", name="Post").click()
        expect(page.locator(".comment-body")).to_have_text("Half a sentence")
        page.goto(article.get_absolute_url())
        expect(field(page)).to_have_value("")

    def test_a_post_that_is_refused_keeps_it(self, visit: Open, bob: User, article: Article) -> None:
        page = visit(article.get_absolute_url(), by=bob, scripts=False)
        field(page).fill("words " * 3000)
        page.get_by_role("button", name="Post").click()
        expect(page.locator(".notice.failed")).to_be_visible()

        page.goto(article.get_absolute_url())

        expect(field(page)).to_have_value(("words " * 3000).rstrip())

    def test_discarding_leaves_an_empty_composer(self, visit: Open, bob: User, article: Article) -> None:
        page = visit(article.get_absolute_url(), by=bob, scripts=False)
        field(page).fill("Half a sentence")
        page.get_by_role("button", name="Save draft").click()

        page.get_by_role("button", name="Discard for good").click()

        expect(page.locator(".messages")).to_have_text("Your draft is discarded.")
        expect(field(page)).to_have_value("")
