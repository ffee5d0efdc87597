"""Each key does what it says, and nothing where it has no business; and a walk without a mouse."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentVote
from forum.threads.keys import KEYS
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "behaviors" / "keys.js"
# Whatever a key might do shows in one of these.
STATE = """() => [location.href, scrollY, document.activeElement.outerHTML.slice(0, 80), document.forms.length,
    document.querySelectorAll("[aria-pressed=true], dialog, .comment, article:focus").length]"""


@pytest.fixture
def thread(transactional_db: None, alice: User) -> list[Comment]:
    """A comment with two replies, the second with twelve."""
    article = ArticleFactory.create(author=alice, published_at=LONG_AGO)
    return make_thread([[], [[]] * 12], by=alice, on=article)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c{comment.pk}")


def open_at(page: Page, comment: Comment) -> None:
    """Go there by keys."""
    press(page, "j")
    for _step in range(page.locator(".comment").count()):
        if at(page, comment).evaluate("one => one === document.activeElement"):
            return
        press(page, "j")
    raise AssertionError(f"no way to {comment.pk}")


@pytest.fixture
def page(visit: Open, bob: User, thread: list[Comment]) -> Page:
    """Bob reads the thread, and no module is on its way any more."""
    page = visit(thread[0].article.get_absolute_url(), by=bob)
    press(page, "j")
    expect(at(page, thread[0])).to_be_focused()
    return page


def test_j_and_k_go_through_the_comments_in_the_order_of_the_page(page: Page, thread: list[Comment]) -> None:
    root, first, second, third = thread[:4]

    for comment in (first, second, third):
        press(page, "j")
        expect(at(page, comment)).to_be_focused()
    for comment in (second, first, root):
        press(page, "k")
        expect(at(page, comment)).to_be_focused()


def test_where_a_key_leads_the_bar_does_not_hide_it(page: Page, thread: list[Comment]) -> None:
    press(page, "j", "j", "j", "j")

    bar, comment = page.locator(".bar").bounding_box(), at(page, thread[4]).bounding_box()
    assert bar
    assert comment
    assert comment["y"] >= bar["y"] + bar["height"]
    assert comment["y"] < 900


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


def test_c_and_slash_press_what_is_there_for_them(page: Page, thread: list[Comment]) -> None:
    at(page, thread[0]).evaluate("one => one.insertAdjacentHTML('beforeend', '<button data-collapse>–</button>')")
    page.evaluate("""() => {
      document.addEventListener("click", (event) => { window.collapsed = event.target.matches("[data-collapse]"); });
      document.querySelector("main").insertAdjacentHTML("afterbegin", '<input type="search" data-find>');
    }""")

    press(page, "c")
    assert page.evaluate("window.collapsed")
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
