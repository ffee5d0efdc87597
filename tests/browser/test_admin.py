"""The operators' pages in a real browser, under their own policy: `visit` fails where it is violated."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.models import Delivery
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import make_comment


@pytest.fixture
def rows(article: Article, ada: User) -> dict[str, int]:
    letter = Delivery.objects.create(event="bell_rung", receiver="a.b", ids={}, error="OSError", dead_at=timezone.now())
    return {
        "accounts/user": ada.pk,
        "articles/article": article.pk,
        "comments/comment": Comment.objects.published().latest("pk").pk,
        "events/delivery": letter.pk,
    }


@both_themes
def test_every_page_shows_without_a_violation(visit: Open, rows: dict[str, int], ada: User, dark: bool) -> None:
    page, found = visit("/admin/", by=ada, dark=dark), {}
    paths = [f"{name}/{rest}" for name, pk in rows.items() for rest in ("", f"{pk}/change/", f"{pk}/history/")]

    for path in ["", "comments/", "comments/comment/?q=bob&state=waiting", *paths]:
        answer = page.goto(f"/admin/{path}")
        found[path] = [answer.status if answer else 0, *violations(page)]

    assert found == {path: [200] for path in found}


def test_with_scripts_all_rows_of_a_page_are_ticked_at_once(visit: Open, ada: User) -> None:
    comments = [make_comment() for _ in range(3)]
    page = visit("/admin/comments/comment/", by=ada)

    page.locator("#action-toggle").click()
    expect(page.locator(".action-counter")).to_have_text("3 of 3 selected")
    page.locator("select[name=action]").select_option("remove")
    page.get_by_role("button", name="Run").click()

    expect(page.locator(".messagelist")).to_contain_text("Removed. Rows: 3.")
    assert Comment.objects.filter(removed_at__isnull=False).count() == len(comments)


def test_without_scripts_an_action_is_done_as_well(visit: Open, ada: User) -> None:
    comment = make_comment()
    page = visit("/admin/comments/comment/", by=ada, scripts=False)

    page.locator(f"input[value='{comment.pk}']").check()
    page.locator("select[name=action]").select_option("hold")
    page.get_by_role("button", name="Run").click()

    expect(page.locator(".messagelist")).to_contain_text("Held. Rows: 1.")
    comment.refresh_from_db()
    assert comment.held_at


def test_the_theme_can_be_switched_and_the_way_out_is_the_forums_own(visit: Open, ada: User) -> None:
    page = visit("/admin/", by=ada)

    page.get_by_role("button", name="Toggle theme").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="Log out").click()

    page.wait_for_url("**/")
    assert page.goto("/admin/") is not None
    page.wait_for_url("**/accounts/login/?next=%2Fadmin%2F")
