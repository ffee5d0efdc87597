"""What one is told, watches and mutes: with plain forms, and by keys."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.relaying import relay
from forum.threads.models import Attention
from tests.browser.conftest import Open
from tests.browser.keyboard import press
from tests.make import ArticleFactory, make_comment


@pytest.fixture
def quiet(site: str, alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="The river rises")


@pytest.fixture
def comment(quiet: Article, bob: User) -> Comment:
    return make_comment(on=quiet, by=bob)


def set_by(person: User) -> list[tuple[str, str]]:
    return [(str(each.node), each.level) for each in Attention.objects.of(person).order_by("pk")]


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_from_a_reply_to_the_inbox_and_on_to_a_mute(
    visit: Open, quiet: Article, comment: Comment, bob: User, carol: User, scripts: bool
) -> None:
    make_comment(to=comment, by=carol, text="So it does.")
    other = make_comment(to=make_comment(by=bob), by=carol)
    relay()

    page = visit("/", by=bob, scripts=scripts, width=360)
    page.get_by_role("link", name="Inbox 2").click()
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.get_by_role("link", name="Inbox 1")).to_be_visible()
    page.get_by_role("link", name="1 new reply to you in “The river rises”").click()
    expect(page.get_by_text("So it does.")).to_be_visible()
    page.get_by_role("link", name="Watch or mute carol").click()
    page.get_by_label("Mute: be spared it").check()
    page.get_by_label("For how long").select_option("For a week")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Muted: carol.")).to_be_visible()
    expect(page.get_by_role("link", name="Inbox", exact=True)).to_be_visible()

    page.goto(quiet.get_absolute_url())
    expect(page.get_by_text("So it does.")).to_be_hidden()
    page.locator("summary", has_text="Muted").click()
    expect(page.get_by_text("So it does.")).to_be_visible()
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(page.get_by_role("button", name="Watch", exact=True)).to_have_attribute("aria-pressed", "true")
    assert set_by(bob) == [(f"u{carol.pk}", "mute"), (f"a{quiet.pk}", "watch")]

    page.goto("/notifications/watching")
    page.locator(f"#u{carol.pk}").get_by_role("button", name="Take off").click()
    expect(page.get_by_text("Neither watched nor muted: carol.")).to_be_visible()
    assert set_by(bob) == [(f"a{quiet.pk}", "watch")]
    assert other.pk


def test_w_and_m_watch_and_mute_where_one_is(visit: Open, quiet: Article, comment: Comment, bob: User) -> None:
    page = visit(quiet.get_absolute_url(), by=bob)
    said = page.locator("[data-told] p")

    press(page, "w")
    expect(said).to_have_text("Watched: The river rises. You are told what is new there.")
    press(page, "j", "m")
    expect(said).to_have_text("Muted: bob on “The river rises”. You are told of nothing there. Only you know of it.")
    assert set_by(bob) == [(f"a{quiet.pk}", "watch"), (f"c{comment.pk}", "mute")]
    press(page, "m")
    expect(said).to_contain_text("Neither watched nor muted")

    assert set_by(bob) == [(f"a{quiet.pk}", "watch")]


def test_buttons_say_what_keys_set(visit: Open, quiet: Article, bob: User) -> None:
    page = visit(quiet.get_absolute_url(), by=bob)
    watch, mute = (page.get_by_role("button", name=name, exact=True) for name in ("Watch", "Mute"))

    press(page, "w")
    expect(watch).to_have_attribute("aria-pressed", "true")
    press(page, "m")
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(watch).to_have_attribute("aria-pressed", "false")
    mute.click()
    expect(page.get_by_text("Neither watched nor muted")).to_be_visible()

    assert set_by(bob) == []
