"""Each key does what it says, and nothing where it has no business."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.comments.models import Comment, CommentVote
from tests.browser.conftest import Open
from tests.browser.keyboard import STATE, at, press
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread


def test_j_and_k_go_through_the_comments_in_the_order_of_the_page(page: Page, thread: list[Comment]) -> None:
    root, first, second, third = thread[:4]

    for comment in (first, second, third):
        press(page, "j")
        expect(at(page, comment)).to_be_focused()
    for comment in (second, first, root):
        press(page, "k")
        expect(at(page, comment)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_where_a_key_leads_the_bar_does_not_hide_it(page: Page, thread: list[Comment], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 450})

    press(page, "j", "j", "j", "j")

    bar, comment = page.locator(".bar").bounding_box(), at(page, thread[4]).bounding_box()
    assert bar
    assert comment
    assert comment["y"] >= bar["y"] + bar["height"]
    assert bar["y"] == 0
    assert comment["y"] < 450


def test_j_passes_what_is_collapsed(page: Page, thread: list[Comment]) -> None:
    at(page, thread[1]).evaluate("one => { one.hidden = true; }")

    press(page, "j")

    expect(at(page, thread[2])).to_be_focused()


def test_after_the_last_comment_j_goes_to_what_leads_to_more_and_k_back(page: Page) -> None:
    shown = page.locator(".comment")

    press(page, *["j"] * shown.count())
    expect(page.locator("a.fold")).to_be_focused()
    press(page, "k")

    expect(shown.last).to_be_focused()


def test_o_opens_the_fold_of_the_list_below_a_comment(page: Page, thread: list[Comment]) -> None:
    shown = page.locator(".comment").count()
    press(page, "j", "j")

    press(page, "o")

    expect(page.locator("a.fold")).to_have_count(0)
    expect(page.locator(".comment").nth(shown)).to_be_focused()


def test_o_uncovers_what_was_folded_for_its_score(visit: Open, thread: list[Comment]) -> None:
    Comment.objects.filter(pk=thread[0].pk).update(score=-20)
    page = visit(thread[0].article.get_absolute_url())
    body = at(page, thread[0]).locator(".comment-body")
    expect(body).to_be_hidden()

    press(page, "j", "o")

    expect(body).to_be_visible()


def test_o_continues_where_depth_alone_hides_a_branch(visit: Open) -> None:
    shape: list[object] = []
    for _level in range(9):
        shape = [shape]
    root = make_thread(shape)[0]
    page = visit(root.article.get_absolute_url())
    above = page.locator(".comment").last.get_attribute("id")

    press(page, *["j"] * page.locator(".comment").count())
    press(page, "o")

    page.wait_for_url(f"**/c/{str(above)[1:]}")


def test_p_goes_to_the_parent_on_the_page_or_on_its_own(visit: Open, page: Page, thread: list[Comment]) -> None:
    press(page, "j", "j", "j", "p")
    expect(at(page, thread[2])).to_be_focused()

    elsewhere = visit(f"/c/{thread[2].pk}/replies?past={thread[3].pk}")
    press(elsewhere, "j", "p")

    elsewhere.wait_for_url(f"**/c/{thread[2].pk}#c{thread[2].pk}")


def test_r_opens_a_reply_and_escape_leads_back_to_the_comment(page: Page, thread: list[Comment]) -> None:
    press(page, "j", "r")
    expect(page.locator(f"#reply-{thread[1].pk} textarea")).to_be_focused()

    press(page, "Escape")
    expect(page.locator(".replies form")).to_have_count(0)
    press(page, "j")

    expect(at(page, thread[2])).to_be_focused()


def test_e_edits_ones_own_comment_alone(visit: Open, bob: User, page: Page, thread: list[Comment]) -> None:
    mine = make_comment(by=bob)
    own_page = visit(mine.article.get_absolute_url(), by=bob)

    press(own_page, "j", "e")
    press(page, "e")

    expect(own_page.locator(f"#edit-{mine.pk} textarea")).to_be_focused()
    expect(page.locator("form[action$='/edit']")).to_have_count(0)


@pytest.mark.parametrize(("key", "value"), [("u", 1), ("d", -1)])
def test_u_and_d_vote_and_take_it_back(page: Page, thread: list[Comment], key: str, value: int) -> None:
    pressed = at(page, thread[0]).locator("[aria-pressed=true]")

    press(page, key)
    expect(pressed).to_have_count(1)
    expect(pressed).to_be_focused()
    assert CommentVote.objects.get().value == value
    press(page, key)

    expect(pressed).to_have_count(0)


def test_c_puts_a_branch_away_and_slash_leads_to_the_search(page: Page, thread: list[Comment]) -> None:
    at(page, thread[0])

    press(page, "c")
    expect(page.locator(f"#c{thread[0].pk} > [data-collapse]")).to_have_attribute("aria-expanded", "false")
    press(page, "/")

    expect(page.locator("[data-find]")).to_be_focused()
    expect(page.locator("[data-find]")).to_have_value("")


def test_g_and_then_h_goes_home_where_one_alone_stays(page: Page) -> None:
    before = page.url
    press(page, "h", "g", "j", "h")
    assert page.url == before

    press(page, "g", "h")

    page.wait_for_url("**/")


def test_in_a_list_of_articles_j_and_enter_open_one(visit: Open, transactional_db: None) -> None:
    old, new = ArticleFactory.create(published_at=LONG_AGO), ArticleFactory.create()
    page = visit("/?order=new")

    press(page, "j", "j", "k", "j")
    expect(page.locator(f"#a{old.pk} .article-link")).to_be_focused()
    press(page, "k")
    expect(page.locator(f"#a{new.pk} .article-link")).to_be_focused()
    press(page, "Enter")

    page.wait_for_url(f"**{new.get_absolute_url()}")


def test_a_key_held_down_goes_on_but_votes_once(page: Page, thread: list[Comment]) -> None:
    for key in ("j", "j", "u", "u", "u"):
        page.keyboard.down(key)

    expect(at(page, thread[2]).locator("[aria-pressed=true]")).to_be_focused()
    assert CommentVote.objects.count() == 1


def test_shift_and_composing_are_heard_as_what_they_write(page: Page, thread: list[Comment]) -> None:
    """On some keyboards ? and / stand above Shift; and what is being composed is no key yet."""
    heard = "one => document.dispatchEvent(new KeyboardEvent('keydown', { cancelable: true, ...one }))"

    assert page.evaluate(heard, {"key": "j", "isComposing": True})
    assert page.evaluate(heard, {"key": "J", "shiftKey": True})
    assert not page.evaluate(heard, {"key": "J"})  # Caps Lock
    assert not page.evaluate(heard, {"key": "?", "shiftKey": True})

    page.get_by_role("dialog", name="Keys").wait_for()
    expect(at(page, thread[1])).to_have_attribute("tabindex", "-1")


@pytest.mark.parametrize("prefix", ["Control", "Alt", "Meta", "Shift"])
def test_no_key_acts_with_another_held(page: Page, prefix: str) -> None:
    page.evaluate("() => { window.taken = 0; Event.prototype.preventDefault = () => { window.taken += 1; }; }")
    before = page.evaluate(STATE)

    for key in "jknporeudc":
        press(page, f"{prefix}+{key}")

    assert page.evaluate("window.taken") == 0
    assert page.evaluate(STATE) == before


def test_what_is_written_is_written(page: Page, thread: list[Comment]) -> None:
    field = page.get_by_label("Your comment")
    field.focus()

    page.keyboard.type("jump, knee /? good here")

    expect(field).to_have_value("jump, knee /? good here")
    expect(field).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)
