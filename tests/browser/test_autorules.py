"""Automatic rules, the calm panel and what they do to a discussion, in a real browser: with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.comments.models import Comment
from forum.events.relaying import relay
from moderation.autoruling import state_of
from moderation.models import AutoRule, AutoRuleVersion, Calm, LoggedAct
from tests.browser.conftest import Open
from tests.browser.keyboard import at
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.test_autorules import made, post

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def fits(page: Page, width: int) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


@with_and_without_scripts
def test_a_rule_is_made_tried_and_put_in_force_by_keyboard_on_a_phone(
    visit: Open, bob: User, mona: User, scripts: bool
) -> None:
    RuleFactory.create(title="No umbrellas")
    make_comment(by=bob, text="Umbrellas, cheap and good!")
    page = visit("/moderation/automatic", by=mona, scripts=scripts, width=360)
    page.get_by_role("link", name="New rule").press("Enter")
    page.get_by_label("Name").fill("No umbrellas here")
    page.get_by_label("The text matches").fill("umbrellas?")
    page.get_by_label("Publish it folded").press("Space")
    page.get_by_label("What its author is told").fill("It rains anyway.")
    assert fits(page, 360)
    page.get_by_role("button", name="Keep as a draft").press("Enter")

    expect(page.locator(".says")).to_have_text("The text matches: umbrellas?")
    page.get_by_role("button", name="7 days").press("Enter")
    expect(page.get_by_role("progressbar", name="Looked at 0 of 0 comments.")).to_be_visible()
    relay()
    if not scripts:
        page.get_by_role("link", name="Look again").press("Enter")

    expect(page.locator(".trial")).to_contain_text("1 of 1 comment would have been caught.")
    expect(page.locator(".caught mark")).to_have_text("Umbrellas")
    assert fits(page, 360)
    page.get_by_role("link", name="No umbrellas here").press("Enter")
    page.get_by_role("button", name="Put in force").press("Enter")
    expect(page.locator(".rule-live")).to_be_visible()
    assert state_of(AutoRule.objects.get()) == "live"
    page.get_by_role("button", name="Stop it").press("Enter")
    expect(page.locator(".rule-off")).to_be_visible()


@with_and_without_scripts
def test_the_calm_panel_is_worked_by_keyboard_and_writers_are_told(
    visit: Open, bob: User, mona: User, scripts: bool
) -> None:
    article = ArticleFactory.create()
    page = visit(f"/a/{article.pk}/story/calm", by=mona, scripts=scripts, width=360)
    page.get_by_label("Minutes between two comments").fill("5")
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.locator(".calms")).to_contain_text("Everybody waits between two comments")
    assert fits(page, 360)

    bobs = visit(article.get_absolute_url(), by=bob, scripts=scripts, width=360)
    field = bobs.get_by_label("Your comment")
    expect(field).to_have_accessible_description("Slow mode: one comment in 5 minutes.")
    field.fill("Rain.")
    bobs.get_by_role("button", name="Post", exact=True).press("Enter")
    expect(bobs.locator(".comment-body", has_text="Rain.")).to_be_visible()
    if not scripts:
        bobs.goto(article.get_absolute_url())
    expect(bobs.locator("#compose-first")).to_contain_text("You can post again from")

    page.get_by_role("button", name="End: Everybody waits between two comments").press("Enter")
    expect(page.locator(".calms")).to_contain_text("nothing is in force")
    assert Calm.objects.get().ended_at is not None


@with_and_without_scripts
def test_what_a_rule_folds_is_opened_by_keyboard_and_unfolded_by_a_moderator(
    visit: Open, ada: User, bob: User, mona: User, scripts: bool
) -> None:
    made(ada, AutoRuleVersion.Action.FOLD)
    comment = post(ArticleFactory.create(), bob)
    relay()
    path, number = comment.article.get_absolute_url(), LoggedAct.objects.latest("number").number

    page = visit(path, by=bob, scripts=scripts, width=360)
    expect(page.get_by_text("Pills!")).to_be_hidden()
    page.locator(f"#c{comment.pk} summary").press("Enter")
    expect(page.get_by_text("Pills!")).to_be_visible()
    page.get_by_role("link", name="Why, and how to appeal").press("Enter")
    expect(page).to_have_url(f"{page.url.split('/decisions')[0]}/decisions/{number}")
    expect(page.get_by_label("Why is the decision wrong?")).to_be_visible()

    monas = visit(path, by=mona, scripts=scripts, width=360)
    at(monas, comment).get_by_role("button", name="Unfold").press("Enter")
    expect(monas.get_by_text("Pills!")).to_be_visible()
    expect(at(monas, comment).locator("summary")).to_have_count(0)
    assert Comment.objects.get(body__folded_at__isnull=True) == comment
