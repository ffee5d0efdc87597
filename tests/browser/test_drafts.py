"""Whatever happens while somebody writes, the words are back: on this device and on the other."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.comments.drafts import Place, Sitting, drafts_of, save_draft
from tests.browser.conftest import Open, log_in
from tests.browser.test_axe import both_themes, violations
from tests.browser.writing import SOON, begin, field, kept, kill, locks, shelf, write
from tests.faults.processes import eventually
from tests.make import ArticleFactory, make_comment


@pytest.fixture
def article(transactional_db: None) -> Article:
    return ArticleFactory.create()


def test_a_browser_that_is_killed_finds_the_text_on_the_server(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    write(page, "The river has not looked")
    assert shelf(page) == 0
    kill(page)

    page = visit(article.get_absolute_url(), by=bob)

    expect(field(page)).to_have_value("The river has not looked")
    expect(kept(page)).to_contain_text("just now")


@pytest.mark.parametrize("verb", ["reply", "edit"])
def test_replies_and_edits_are_back_where_they_belong(visit: Open, bob: User, article: Article, verb: str) -> None:
    comment = make_comment(on=article, by=bob, text="It rained.")

    def opened() -> Page:
        page = visit(article.get_absolute_url(), by=bob)
        page.locator(f"#c{comment.pk} .acts").get_by_role("link", name=verb.title()).click()
        expect(page.locator(f"#{verb}-{comment.pk} textarea")).to_be_focused()
        return page

    page = opened()
    page.locator(f"#{verb}-{comment.pk} textarea").fill("Half a sentence")
    expect(page.locator(f"#{verb}-{comment.pk}-draft")).to_contain_text("Draft kept", timeout=SOON)
    kill(page)

    expect(opened().locator(f"#{verb}-{comment.pk} textarea")).to_have_value("Half a sentence")


def test_words_between_two_saves_survive_in_the_browser(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    write(page, "Kept.")
    page.route("**/comments/new", lambda route: route.abort())
    field(page).press_sequentially(" Not kept.")
    other = page.context.new_page()
    other.goto("/rules")
    page.close()
    assert eventually(lambda: not locks(other), within=5)

    other.goto(article.get_absolute_url())

    expect(field(other)).to_have_value("Kept. Not kept.")
    expect(kept(other)).to_be_visible(timeout=SOON)
    assert eventually(lambda: shelf(other) == 0, within=5)
    assert [draft.text for draft in drafts_of(bob)] == ["Kept. Not kept."]


def test_a_server_that_is_down_is_told_of_and_tried_again(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    page.route("**/comments/new", lambda route: route.abort())

    field(page).press_sequentially("Half a sentence")

    line = page.locator("[data-draft]")
    expect(line).to_have_text("Not kept: no connection. It stays in this browser.", timeout=SOON)
    expect(page.locator("[data-draft-aloud]")).to_have_text("Not kept: no connection. It stays in this browser.")
    page.unroute("**/comments/new")
    expect(kept(page)).to_be_visible(timeout=2 * SOON)
    expect(page.locator("[data-draft-aloud]")).to_have_text("Draft kept")
    assert drafts_of(bob).get().text == "Half a sentence"


def test_it_is_kept_now_and_then_while_typing_goes_on(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    page.clock.install()
    begin(page, "a")

    with page.expect_request(lambda request: request.method == "POST") as saved:
        for _second in range(16):
            field(page).press_sequentially("b")
            page.clock.run_for(1000)

    assert "text=ab" in (saved.value.post_data or "")


def test_a_page_that_is_left_keeps_it_on_its_way_out(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    begin(page, "Half a sentence")

    page.goto("/")

    # Playwright tells nothing of requests that outlive their page.
    assert eventually(lambda: [draft.text for draft in drafts_of(bob)] == ["Half a sentence"], within=10)


def test_discarding_by_keyboard_is_the_end_of_it(visit: Open, bob: User, article: Article) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    write(page, "Half a sentence")

    for _step in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-discard]')"):
            break
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_have_text("Your draft is discarded.")
    expect(field(page)).to_have_value("")
    page.reload()
    expect(field(page)).to_have_value("")
    assert not drafts_of(bob).exists()


@pytest.mark.parametrize("verb", ["post", "reply"])
def test_what_was_posted_comes_back_from_nowhere(visit: Open, bob: User, article: Article, verb: str) -> None:
    comment = make_comment(on=article)
    path = article.get_absolute_url() if verb == "post" else f"/c/{comment.pk}/reply"
    page = visit(path, by=bob)
    write(page, "It snowed.")
    field(page).press_sequentially(" And thawed.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment-body", has_text="And thawed.")).to_be_visible()

    page.goto("/")
    page.goto(path)

    expect(field(page)).to_have_value("")
    assert not drafts_of(bob).exists()
    assert shelf(page) == 0


class TestTwoDevices:
    def test_the_later_one_is_shown_and_the_other_one_step_away(self, visit: Open, bob: User, article: Article) -> None:
        phone, desk = (visit(article.get_absolute_url(), by=bob) for _device in range(2))
        write(phone, "On the phone")
        write(desk, "At the desk")

        line = desk.locator("[data-draft]")
        expect(line).to_contain_text("Another tab or device wrote here")
        line.get_by_role("link", name="Show that text").click()

        expect(field(desk)).to_have_value("On the phone")
        desk.locator("[data-draft]").get_by_role("link", name="Show that text").click()
        expect(field(desk)).to_have_value("At the desk")

    def test_posting_one_leaves_the_other(self, visit: Open, bob: User, article: Article) -> None:
        phone, desk = (visit(article.get_absolute_url(), by=bob) for _device in range(2))
        write(phone, "On the phone")
        write(desk, "At the desk")

        desk.keyboard.press("Control+Enter")
        expect(desk.locator(".comment-body")).to_have_text("At the desk")

        expect(field(visit(article.get_absolute_url(), by=bob))).to_have_value("On the phone")

    def test_two_tabs_of_one_browser_share_nothing(self, visit: Open, bob: User, article: Article) -> None:
        one = visit(article.get_absolute_url(), by=bob)
        one.route("**/comments/new", lambda route: route.abort())
        field(one).press_sequentially("In one")
        two = one.context.new_page()
        two.goto(article.get_absolute_url())
        expect(field(two)).to_have_value("")

        write(two, "In two")

        expect(field(one)).to_have_value("In one")
        one.unroute("**/comments/new")
        expect(kept(one)).to_be_visible(timeout=2 * SOON)
        assert sorted(draft.text for draft in drafts_of(bob)) == ["In one", "In two"]


def test_logging_out_leaves_nothing_in_the_browser_and_the_draft_to_its_author(
    visit: Open, bob: User, carol: User, article: Article, site: str
) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    write(page, "Half a sentence")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    assert shelf(page) == 0

    log_in(page.context, carol, site)
    page.goto(article.get_absolute_url())
    expect(field(page)).to_have_value("")

    log_in(page.context, bob, site)
    page.goto(article.get_absolute_url())
    expect(field(page)).to_have_value("Half a sentence")


def test_a_session_that_ended_leaves_nothing_to_the_next_person(
    visit: Open, bob: User, carol: User, article: Article, site: str
) -> None:
    page = visit(article.get_absolute_url(), by=bob)
    page.route("**/comments/new", lambda route: route.abort())
    field(page).press_sequentially("Half a sentence")
    log_in(page.context, carol, site)

    page.goto(article.get_absolute_url())
    page.wait_for_load_state("networkidle")

    expect(field(page)).to_have_value("")


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_on_the_list_nor_in_a_composer_with_its_line(
    visit: Open, bob: User, article: Article, dark: bool, width: int
) -> None:
    comment, locked = make_comment(on=article), ArticleFactory.create(locked_at=timezone.now())
    places: list[Place] = [{"article": article}, {"parent": comment}, {"parent": comment}, {"article": locked}]
    for place in places:
        save_draft(Sitting(bob, uuid4()), place, "Half a sentence", at=timezone.now())

    listed = visit("/drafts", by=bob, dark=dark, width=width)
    composer = visit(f"/c/{comment.pk}/reply", by=bob, dark=dark, width=width)

    expect(listed.locator(".drafts > li")).to_have_count(4)
    expect(composer.locator("[data-draft] .other")).to_be_visible()
    assert violations(listed) == []
    assert violations(composer) == []
