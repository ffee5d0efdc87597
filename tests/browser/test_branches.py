"""Getting about in a long discussion: branches put away, ways up and on, the outline, and words that are found."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.moving import move_branch
from forum.threads.collapsing import collapse
from forum.threads.models import Collapse
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import ArticleFactory, make_comment, make_thread
from tests.needs import shared

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])

SENTENCE = "the heron stood on the weir until noon"


def on(page: Page, comment: Comment) -> str:
    return f"#c{comment.pk}"


def toggle(page: Page, comment: Comment) -> None:
    page.locator(f"#c{comment.pk} > [data-collapse]").press("Enter")


def body(comment: Comment) -> str:
    return f"#c{comment.pk} > .comment-body"


@pytest.fixture
def thread(transactional_db: None, alice: User) -> list[Comment]:
    """A root, a reply to it with two of its own, another reply; then deep replies in a thread of their own."""
    return make_thread([[[], []], []], by=alice)


@pytest.fixture
def deep(thread: list[Comment], alice: User) -> list[Comment]:
    """Nine levels, and one more reply to the comment of the sixth: the last ones stand in one list."""
    shape: list[object] = [[[]], []]
    for _level in range(5):
        shape = [shape]
    return make_thread(shape, on=thread[0].article, by=alice)


# -- Collapsing -------------------------------------------------------------------------------------------------------


@with_and_without_scripts
def test_a_branch_is_put_away_by_keyboard_and_stays_so(
    visit: Open, thread: list[Comment], bob: User, scripts: bool
) -> None:
    root, reply, below, _other, beside = thread
    page = visit(root.article.get_absolute_url(), by=bob, scripts=scripts)

    with page.expect_response("**/collapse"):
        toggle(page, reply)

    for comment in (reply, below):
        expect(page.locator(body(comment))).to_be_hidden()
    expect(page.locator(f"#c{reply.pk} .who")).to_be_visible()
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    expect(page.locator(body(beside))).to_be_visible()
    expect(visit(root.article.get_absolute_url(), by=bob, scripts=scripts).locator(body(below))).to_be_hidden()

    with page.expect_response("**/expand"):
        toggle(page, reply)

    expect(page.locator(body(below))).to_be_visible()
    assert not Collapse.objects.exists()


@with_and_without_scripts
def test_deep_replies_go_and_come_with_the_comment_that_they_answer(
    visit: Open, deep: list[Comment], bob: User, scripts: bool
) -> None:
    first, answer, second = deep[-3:]
    page = visit(f"/c/{deep[0].pk}", by=bob, scripts=scripts)
    expect(page.locator(f"li.deep {on(page, first)}")).to_be_visible()

    toggle(page, first)
    for comment in (first, answer):
        expect(page.locator(body(comment))).to_be_hidden()
    expect(page.locator(body(second))).to_be_visible()

    toggle(page, first)
    for comment in (first, answer):
        expect(page.locator(body(comment))).to_be_visible()


def test_a_branch_inside_another_stays_as_it_was(visit: Open, deep: list[Comment], bob: User) -> None:
    first, answer, _second = deep[-3:]
    page = visit(f"/c/{deep[0].pk}", by=bob)

    for comment in (first, deep[-4], deep[-4]):
        toggle(page, comment)

    expect(page.locator(f"#c{first.pk} .who")).to_be_visible()
    expect(page.locator(body(answer))).to_be_hidden()


@with_and_without_scripts
def test_a_link_into_a_collapsed_branch_shows_it(visit: Open, thread: list[Comment], bob: User, scripts: bool) -> None:
    root, reply, below, *_rest = thread
    collapse(reply, reader=bob, at=timezone.now())

    page = visit(f"{root.article.get_absolute_url()}#c{below.pk}", by=bob, scripts=scripts)
    expect(page.locator(body(below))).to_be_in_viewport()

    page = visit(root.article.get_absolute_url(), by=bob, scripts=scripts)
    expect(page.locator(body(below))).to_be_hidden()
    page.goto(f"{page.url}#c{below.pk}")
    expect(page.locator(body(below))).to_be_in_viewport()


@with_and_without_scripts
def test_a_link_to_a_deep_reply_of_a_collapsed_comment_shows_it(
    visit: Open, deep: list[Comment], bob: User, scripts: bool
) -> None:
    first, answer, _second = deep[-3:]
    collapse(first, reader=bob, at=timezone.now())

    page = visit(f"/c/{deep[0].pk}#c{answer.pk}", by=bob, scripts=scripts)

    expect(page.locator(body(answer))).to_be_in_viewport()


def test_a_branch_that_a_link_opened_can_be_put_away_again(visit: Open, deep: list[Comment], bob: User) -> None:
    first, answer, _second = deep[-3:]
    collapse(first, reader=bob, at=timezone.now())
    page = visit(f"/c/{deep[0].pk}#c{answer.pk}", by=bob)
    expect(page.locator(body(answer))).to_be_visible()

    toggle(page, first)

    for comment in (first, answer):
        expect(page.locator(body(comment))).to_be_hidden()


def test_the_mark_of_what_is_new_leads_into_a_collapsed_branch(
    visit: Open, thread: list[Comment], bob: User, alice: User
) -> None:
    address = thread[0].article.get_absolute_url()
    visit(address, by=bob)
    new = make_comment(to=Comment.objects.get(pk=thread[2].pk), by=alice)
    collapse(thread[1], reader=bob, at=timezone.now())
    page = visit(address, by=bob)
    expect(page.get_by_role("button", name="3 replies · 1 new")).to_be_visible()

    page.locator("[data-first-new]").press("Enter")

    expect(page.locator(body(new))).to_be_in_viewport()


def test_a_collapse_that_did_not_reach_the_server_is_told_and_taken_back(
    visit: Open, thread: list[Comment], bob: User
) -> None:
    page = visit(thread[0].article.get_absolute_url(), by=bob)
    page.route("**/collapse", lambda route: route.abort())

    toggle(page, thread[1])

    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    expect(page.locator(body(thread[2]))).to_be_visible()


def test_the_browser_of_a_passer_by_remembers(visit: Open, thread: list[Comment]) -> None:
    page = visit(thread[0].article.get_absolute_url())

    toggle(page, thread[1])
    expect(page.locator(body(thread[2]))).to_be_hidden()
    page.reload()
    expect(page.locator(body(thread[2]))).to_be_hidden()
    toggle(page, thread[1])
    page.reload()

    expect(page.locator(body(thread[2]))).to_be_visible()
    assert not Collapse.objects.exists()


def test_what_a_browser_remembers_is_bounded_and_need_not_be_sound(visit: Open, thread: list[Comment]) -> None:
    page = visit(thread[0].article.get_absolute_url())
    page.evaluate("localStorage.setItem('collapsed', '{')")
    page.reload()
    toggle(page, thread[1])
    expect(page.locator(body(thread[2]))).to_be_hidden()

    page.evaluate(
        "localStorage.setItem('collapsed', JSON.stringify([...Array(500).keys()].map((n) => `c9000000${n}`)))"
    )
    page.reload()
    toggle(page, thread[1])
    expect(page.locator(body(thread[2]))).to_be_hidden()

    kept = page.evaluate("JSON.parse(localStorage.getItem('collapsed'))")
    assert (len(kept), kept[-1]) == (500, f"c{thread[1].pk}")


def test_without_scripts_a_passer_by_is_offered_no_button_that_does_nothing(visit: Open, thread: list[Comment]) -> None:
    page = visit(thread[0].article.get_absolute_url(), scripts=False)

    expect(page.locator("[data-collapse]").first).to_be_hidden()


def test_ways_lead_up_and_on(visit: Open, thread: list[Comment]) -> None:
    root, reply, below, _other, beside = thread
    page = visit(root.article.get_absolute_url(), scripts=False)

    page.locator(f"#c{below.pk} a.up").press("Enter")
    assert page.url.endswith(f"#c{reply.pk}")
    page.locator(f"#c{reply.pk} a.next").press("Enter")
    assert page.url.endswith(f"#c{beside.pk}")


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_with_branches_put_away(
    visit: Open, deep: list[Comment], bob: User, dark: bool, width: int
) -> None:
    for comment in (deep[0], deep[-3]):
        collapse(comment, reader=bob, at=timezone.now())

    assert violations(visit(deep[0].article.get_absolute_url(), by=bob, dark=dark, width=width)) == []


# -- Finding one's way in a long discussion ---------------------------------------------------------------------------


def italian_threads() -> list[dict[str, list[dict[str, object]]]]:
    lines = shared("threads/threads-reddit-italia.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted((json.loads(line) for line in lines), key=lambda thread: -len(thread["comments"]))


@pytest.fixture(params=[584, 1400])
def long_article(transactional_db: None, request: pytest.FixtureRequest, tmp_path: Path) -> Article:
    """A real discussion of that size; the larger one is the three largest of the file under one article."""
    first, *others = italian_threads()
    if request.param > len(first["comments"]):
        first["comments"] += [comment for other in others[:2] for comment in other["comments"]]
    first["comments"] = first["comments"][: request.param]
    file = tmp_path / "thread.jsonl"
    file.write_text(json.dumps(first), encoding="utf-8")
    call_command("import_threads", str(file), verbosity=0)
    assert Comment.objects.count() == request.param
    return Article.objects.get()


@pytest.fixture
def talk(long_article: Article, bob: User, carol: User) -> dict[str, Comment]:
    """Deep in it Bob said something and Carol answered; elsewhere she wrote a sentence; then came one more reply."""
    busiest = Comment.objects.on(long_article).published().order_by("-level", "pk")
    said = make_comment(to=busiest[0], by=bob)
    answer = make_comment(to=said, by=carol, text="Not quite.")
    sentence = make_comment(to=busiest[20], by=carol, text=f"Well: {SENTENCE}.")
    newest = make_comment(to=busiest[40], by=carol, text="Last words.")
    return {"answer": answer, "sentence": sentence, "newest": newest}


@with_and_without_scripts
def test_anything_is_found_in_three_actions_by_keyboard(
    visit: Open, long_article: Article, talk: dict[str, Comment], bob: User, scripts: bool
) -> None:
    actions: list[str] = []

    def press(page: Page, selector: str, key: str = "Enter") -> None:
        actions.append(selector)
        page.locator(selector).first.press(key)

    def shown(page: Page, comment: Comment) -> None:
        expect(page.locator(body(comment))).to_be_in_viewport()
        assert len(actions) <= 3
        actions.clear()

    # The newest reply, and the reply to me: two actions each.
    for heading, comment in (("Newest", talk["newest"]), ("Replies to you", talk["answer"])):
        page = visit(long_article.get_absolute_url(), by=bob, scripts=scripts)
        press(page, ".bar a.outline")
        press(page, f"section:has(> h2:text-is('{heading}')) a")
        shown(page, comment)

    # A sentence: typed, sent, and there it is.
    page = visit(long_article.get_absolute_url(), by=bob, scripts=scripts)
    actions.append("typing")
    page.locator("[data-find]").fill(SENTENCE.upper())
    press(page, "[data-find]")
    hit = page.locator(f".is-hit {body(talk['sentence'])}")
    expect(hit).to_be_visible()
    press(page, f"#c{talk['sentence'].pk} .on")
    shown(page, talk["sentence"])


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/comments/outline", "?q=heron", "?q=zzzz", "?by=carol"])
def test_no_violation_where_things_are_found(
    visit: Open, bob: User, carol: User, path: str, dark: bool, width: int
) -> None:
    article = ArticleFactory.create()
    mine = make_comment(on=article, by=bob)
    make_comment(to=mine, by=carol, text=SENTENCE)
    address = f"/a/{article.pk}{path}" if path.startswith("/") else f"{article.get_absolute_url()}{path}"

    page = visit(address, by=bob, dark=dark, width=width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_words_that_were_found_are_marked(visit: Open, bob: User) -> None:
    comment = make_comment(by=bob, text=f"Well: {SENTENCE}. **{SENTENCE.title()}**")

    page = visit(f"{comment.article.get_absolute_url()}?q={SENTENCE.upper().replace(' ', '+')}")

    assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == [SENTENCE, SENTENCE.title()]


def test_a_link_to_a_comment_that_was_moved_leads_to_where_it_is(
    visit: Open, thread: list[Comment], mona: User
) -> None:
    root, moved, gone = thread[0], thread[1], thread[4]
    old = root.article.get_absolute_url()
    move_branch(moved, to=ArticleFactory.create(), by=mona)
    move_branch(Comment.objects.get(pk=gone.pk), to=ArticleFactory.create(published_at=None), by=mona)

    page = visit(f"{old}#c{moved.pk}")
    page.wait_for_url(f"**/c/{moved.pk}#c{moved.pk}")
    page = visit(f"{old}#c{gone.pk}")
    page.wait_for_load_state("networkidle")

    assert page.url.endswith(f"{old}#c{gone.pk}")
