"""Reporting where it is read, and the pages of what moderators do, in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.comments.models import Comment
from moderation import acting
from moderation.appealing import appeal
from moderation.models import LoggedAct, Report, Rule
from moderation.reporting import report
from tests.browser.conftest import Open
from tests.browser.test_axe import violations
from tests.make import RuleFactory, make_comment
from tests.moderation.cases import decided_by, notice_of

both_themes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture
def rules(transactional_db: None) -> list[Rule]:
    Rule.objects.all().delete()
    titles = ("Be civil", "No umbrellas", "Nothing illegal")
    return [RuleFactory.create(title=title, place=place, text="Rain or shine.") for place, title in enumerate(titles)]


@pytest.fixture
def comment(rules: list[Rule]) -> Comment:
    return make_comment(text="Umbrellas, cheap and good!")


def report_link(page: Page, comment: Comment) -> str:
    return f"#c{comment.pk} .acts a[href$=report]"


def test_a_comment_is_reported_where_it_stands(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)

    page.click(report_link(page, comment))
    page.get_by_role("button", name="No umbrellas").click()

    told = page.locator(f"#c{comment.pk} .reported")
    expect(told).to_contain_text("Reported. You will see here what comes of it.")
    assert Report.objects.get().rule.title == "No umbrellas"
    assert page.url.endswith(comment.article.get_absolute_url())

    told.get_by_text("Add a word?").click()
    told.get_by_label("A word to the moderators").fill("Again.")
    told.get_by_role("button", name="Send").click()
    expect(told).to_contain_text("Your words are with your report.")
    assert Report.objects.get().note == "Again."

    told.get_by_role("button", name="Take the report back").click()
    expect(page.locator(f"#report-c{comment.pk}")).to_contain_text("Your report is taken back.")
    expect(page.locator("fieldset")).to_be_focused()
    assert not Report.objects.exists()


def test_an_article_is_reported_where_it_stands(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)

    page.click(".story .acts a[href$=report]")
    page.get_by_role("button", name="Be civil").click()

    expect(page.locator(".story .reported")).to_contain_text("Reported.")
    assert Report.objects.get().case.article == comment.article


def test_the_words_that_were_marked_come_along(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.locator(f"#c{comment.pk} .comment-body p").dblclick(position={"x": 10, "y": 10})

    page.click(report_link(page, comment))

    expect(page.get_by_label("The words that you mean")).to_have_value("Umbrellas")
    page.get_by_role("button", name="No umbrellas").click()
    page.locator(".reported").wait_for()
    assert Report.objects.get().quote == "Umbrellas"


def test_words_marked_elsewhere_stay_there(visit: Open, comment: Comment, bob: User) -> None:
    other = make_comment(on=comment.article, text="Sunshine")
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.locator(f"#c{other.pk} .comment-body p").dblclick(position={"x": 10, "y": 10})

    page.click(report_link(page, comment))

    expect(page.get_by_role("button", name="Be civil")).to_be_visible()
    expect(page.locator("textarea[data-quote]")).to_have_value("")
    expect(page.locator("textarea[data-quote]")).to_be_hidden()


def test_by_keyboard_alone(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.focus(report_link(page, comment))

    page.keyboard.press("Enter")
    # Not on the first rule: a key that repeats itself would send that one.
    expect(page.get_by_role("group", name="Which rule does it break?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".reported")).to_contain_text("No umbrellas")
    expect(page.locator(".reported")).to_be_focused()


def test_two_forms_are_open_at_once_and_each_is_its_own(visit: Open, comment: Comment, bob: User) -> None:
    other = make_comment(on=comment.article, text="Sunshine")
    page = visit(comment.article.get_absolute_url(), by=bob)
    for each in (comment, other):
        page.click(report_link(page, each))
        page.locator(f"#report-c{each.pk}").wait_for()

    page.locator(f"#report-c{other.pk}").get_by_text("No umbrellas").click()

    expect(page.locator(f"#c{other.pk} .reported")).to_be_visible()
    assert Report.objects.get().case.comment == other


def test_whoever_asks_again_is_told_once(visit: Open, comment: Comment, bob: User) -> None:
    report(comment, notice_of(bob))
    page = visit(comment.article.get_absolute_url(), by=bob)

    for _twice in range(2):
        page.click(report_link(page, comment))
        expect(page.locator(".reported")).to_contain_text("You have reported this.")

    expect(page.locator(".reported")).to_have_count(1)


def test_escape_puts_the_form_away(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    page.click(report_link(page, comment))
    expect(page.locator("form.decide fieldset")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("form.decide")).to_have_count(0)
    expect(page.locator(report_link(page, comment))).to_be_focused()


def test_without_scripts_a_report_has_a_page_of_its_own(visit: Open, comment: Comment, bob: User) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, scripts=False)

    page.click(report_link(page, comment))
    page.get_by_role("button", name="No umbrellas").click()

    expect(page.locator(".reported")).to_contain_text("Reported. You will see here what comes of it.")
    page.get_by_text("Add a word?").click()
    page.get_by_label("The words that you mean").fill("cheap")
    page.get_by_role("button", name="Send").click()
    assert Report.objects.get().quote == "cheap"
    page.get_by_role("button", name="Take the report back").click()
    expect(page.locator("form.decide")).to_contain_text("Your report is taken back.")
    assert not Report.objects.exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_stranger_sends_a_notice_and_comes_back_to_its_receipt(visit: Open, comment: Comment, scripts: bool) -> None:
    page = visit(f"/notice?about=/c/{comment.pk}", scripts=scripts)

    page.get_by_label("Why is it illegal?").fill("It breaks the law of the river.")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".address")).to_contain_text("/notice/")
    expect(page.locator(".outcome")).to_contain_text("Waiting for a moderator")
    expect(page.get_by_label("Leave this empty")).to_have_count(0)


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_where_things_are_reported(
    visit: Open, comment: Comment, bob: User, dark: bool, width: int
) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, dark=dark, width=width)
    page.click(report_link(page, comment))
    page.get_by_role("button", name="Be civil").wait_for()
    assert violations(page) == []

    page.get_by_role("button", name="Be civil").click()
    page.locator(".reported").wait_for()
    page.get_by_text("Add a word?").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@both_themes
def test_no_violation_on_the_pages_of_reports(visit: Open, comment: Comment, bob: User, dark: bool) -> None:
    report(comment, notice_of(bob))
    receipt = report(comment, notice_of()).receipt
    Report.objects.filter(receipt=receipt).update(reporter=None)

    for path in ("/reports", f"/c/{comment.pk}/report", "/notice", f"/notice/{receipt}"):
        page = visit(path, by=bob, dark=dark)
        assert violations(page) == [], path
        expect(page.locator("h1")).to_have_count(1)


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_on_the_pages_of_what_was_done(
    visit: Open, comment: Comment, bob: User, mona: User, ada: User, dark: bool, width: int
) -> None:
    entry = acting.remove(make_comment(by=bob), decided_by(mona, note="No."))
    assert entry is not None
    made = appeal(
        LoggedAct.objects.select_related("particulars").get(), by=bob, text="I only asked.", at=timezone.now()
    )

    for person, path in (
        (None, "/log"),
        (None, f"/log/{entry.number}"),
        (None, "/rules"),
        (None, "/transparency"),
        (bob, "/decisions"),
        (bob, f"/decisions/{entry.number}"),
        (ada, "/moderation/appeals"),
        (ada, f"/moderation/appeals/{made.pk}"),
        (ada, "/moderation/rules"),
        (ada, f"/moderation/rules/{RuleFactory.create().pk}"),
    ):
        page = visit(path, by=person, dark=dark, width=width)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_scripts_a_removed_comment_leads_to_its_appeal(
    visit: Open, comment: Comment, bob: User, mona: User
) -> None:
    mine = make_comment(by=bob, text="Umbrellas?")
    make_comment(to=mine)
    acting.remove(mine, decided_by(mona))
    page = visit(mine.article.get_absolute_url(), by=bob, scripts=False)

    page.get_by_role("link", name="Removed by a moderator").click()
    page.get_by_label("Why is the decision wrong?").fill("I only asked.")
    page.get_by_role("button", name="Appeal").click()

    expect(page.locator(".messages")).to_contain_text("Another moderator answers it")
    expect(page.locator(".entries").first).to_contain_text("Umbrellas?")
