"""From one new comment to the next, by keys and by links, into folds and on to other pages."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.comments.models import Comment
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.forum.threads.between_visits import Old, forty_replies, in_page_order, old_discussion
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

in_two_orders = pytest.mark.parametrize("order", ["oldest", "newest"])
# The new comment that one is at, unless it is the one before; or what the page says instead.
ARRIVED = """(before) => {
  const here = document.querySelector(".comment.is-new:focus, .comment.is-new:target:not(:has(~ * :focus))");
  const told = document.querySelector("[data-told] p")?.textContent;
  return document.readyState === "complete" && (told || (here && here.id !== before && here.id));
}"""


@pytest.fixture
def old(transactional_db: None, alice: User) -> Old:
    return old_discussion(ArticleFactory.create(author=alice, published_at=LONG_AGO), by=alice)


def walk_by_key(page: Page) -> list[int]:
    """Where `n` leads, until it says that there is no more."""
    visited: list[str] = []
    while not visited or visited[-1].startswith("c"):
        page.keyboard.press("n")
        visited.append(page.wait_for_function(ARRIVED, arg=visited[-1] if visited else "").json_value())
    assert visited.pop() == "Nothing more is new here."
    return [int(pk.removeprefix("c")) for pk in visited]


def walk_by_links(page: Page) -> list[int]:
    """Where `N new` in the bar and then each comment's mark lead."""
    page.locator("[data-first-new]").click()
    visited: list[int] = []
    while True:
        here = page.locator(".comment:target")
        expect(here).to_be_in_viewport()
        visited.append(int(str(here.get_attribute("id")).removeprefix("c")))
        assert len(visited) == len(set(visited)), f"goes round in circles: {visited}"
        if here.locator("a.new").count() == 0:
            return visited
        here.locator("a.new").click()


@in_two_orders
@pytest.mark.parametrize("scripts", [True, False], ids=["keys", "no scripts"])
def test_a_walk_through_what_came_between_two_visits(
    visit: Open, old: Old, bob: User, mona: User, order: str, scripts: bool
) -> None:
    page = visit(f"{old.article.get_absolute_url()}?order={order}", by=bob, scripts=scripts)
    new = forty_replies(old, reader=bob, moderator=mona)
    page.reload()

    visited = walk_by_key(page) if scripts else walk_by_links(page)

    assert visited == in_page_order(new, order=order)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_only_what_is_new_stands_each_below_what_it_answers(
    visit: Open, old: Old, bob: User, mona: User, scripts: bool
) -> None:
    page = visit(old.article.get_absolute_url(), by=bob, scripts=scripts)
    new = forty_replies(old, reader=bob, moderator=mona)
    page.goto("/")
    page.locator(".article a.new").click()
    shown = page.locator(".comment")
    ids, parents = (
        shown.evaluate_all(f"all => all.map(one => Number(one.{name}))") for name in ("id.slice(1)", "dataset.parent")
    )
    marked = page.locator(".comment.is-new").evaluate_all("all => all.map(one => Number(one.id.slice(1)))")

    assert marked == in_page_order(new, order="oldest")
    for pk, parent in zip(ids, parents, strict=True):
        above = ids[: ids.index(pk)]
        assert pk not in marked or not parent or parent in above, f"{pk} stands without what it answers"
    if scripts:
        assert walk_by_key(page) == marked


@pytest.fixture
def folded(transactional_db: None, alice: User, bob: User, visit: Open) -> Page:
    """Bob was here before somebody answered at the end of a long list."""
    root = make_thread([[]] * 60, on=ArticleFactory.create(author=alice, published_at=LONG_AGO), by=alice)[0]
    page = visit(root.article.get_absolute_url(), by=bob)
    make_comment(to=root, text="So it has.")
    page.reload()
    return page


@pytest.mark.parametrize("way", ["key", "link"])
def test_folds_open_page_after_page_where_a_new_reply_hides(folded: Page, way: str) -> None:
    page, before = folded, folded.url
    expect(page.locator("a.fold .new")).to_have_text("1 new")

    if way == "key":
        page.keyboard.press("n")
    else:
        page.locator("[data-first-new]").click()

    expect(page.locator(".comment", has_text="So it has.")).to_be_focused()
    expect(page.locator(".comment")).to_have_count(62)
    assert page.url == before


def test_a_fold_that_cannot_be_opened_says_so_and_can_be_tried_again(folded: Page) -> None:
    page = folded
    page.route("**/replies?*", lambda route: route.abort())
    page.keyboard.press("n")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute("**/replies?*")

    page.keyboard.press("n")

    expect(page.locator(".comment", has_text="So it has.")).to_be_focused()


def test_an_opened_fold_says_how_much_is_new_on_its_next_page(folded: Page) -> None:
    page = folded

    page.click("a.fold")

    expect(page.locator("li.more .new")).to_have_text("1 new")


def test_a_link_to_what_is_new_can_be_opened_elsewhere(folded: Page) -> None:
    page, before = folded, folded.url

    with page.context.expect_page() as opened:
        page.locator("[data-first-new]").click(modifiers=["Control"])

    expect(opened.value.locator(".comment.is-new")).to_contain_text(["So it has."])
    assert page.url == before


def test_a_collapsed_branch_is_left_alone_and_passed(visit: Open, alice: User, bob: User) -> None:
    first, second = (make_thread([], on=article, by=alice)[0] for article in [ArticleFactory.create()] * 2)
    page = visit(f"{first.article.get_absolute_url()}?order=oldest", by=bob)
    _hidden, seen = make_comment(to=first), make_comment(to=second)
    page.reload()
    page.locator(f"#c{first.pk} + .replies").evaluate("one => { one.hidden = true; }")

    page.keyboard.press("n")

    expect(page.locator(f"#c{seen.pk}")).to_be_focused()


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "passing by"])
def test_where_nothing_is_new_the_page_says_so(visit: Open, bob: User, signed_in: bool) -> None:
    comment: Comment = make_comment()
    page = visit(comment.article.get_absolute_url(), by=bob if signed_in else None)
    words = "Nothing more is new here." if signed_in else "Log in, and what came since your last visit is marked."

    page.keyboard.press("n")

    expect(page.get_by_role("alert")).to_have_text(words)


@both_themes
@pytest.mark.parametrize("path", ["", "?new=1"])
def test_no_violation_where_something_is_new(
    visit: Open, old: Old, bob: User, mona: User, path: str, dark: bool
) -> None:
    page = visit(old.article.get_absolute_url(), by=bob, dark=dark)
    forty_replies(old, reader=bob, moderator=mona)

    page.goto(f"{old.article.get_absolute_url()}{path}")
    page.keyboard.press("n")
    page.locator(".is-new:focus").wait_for()

    assert violations(page) == []
