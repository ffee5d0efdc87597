"""The queue as it is worked: by keys alone, without scripts, on a phone, two at a time."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Restriction, User
from moderation.claiming import claim
from moderation.escalating import escalate
from moderation.filtering import save_filter
from moderation.models import Act, Appeal, Case, LoggedAct, Note, SavedFilter
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import make_comment
from tests.moderation.cases import appealed, case_of, removal


def test_the_queue_is_worked_by_keys_alone(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit("/moderation/", by=mona)
    press = page.keyboard.press
    opened = page.locator("[data-pane]")

    press("j")
    press("j")
    press("k")
    press("Enter")
    expect(opened).to_have_attribute("data-case", str(cases[0].pk))
    press("r")
    press("1")
    expect(opened).to_have_attribute("data-case", str(cases[1].pk))
    expect(page.locator(".told-undo")).to_contain_text("Comment removed: Be civil, please")
    press("u")
    expect(opened).to_have_attribute("data-case", str(cases[0].pk))
    press("n")
    page.keyboard.type("hold your tongue: a, u and h are letters here.")
    press("Escape")
    press("h")
    expect(opened).to_have_attribute("data-case", str(cases[1].pk))
    press("a")
    expect(opened).to_have_attribute("data-case", str(cases[2].pk))
    press("l")
    expect(opened).to_have_attribute("data-case", str(cases[3].pk))

    acts = [entry.act for entry in LoggedAct.objects.order_by("number")]
    assert acts == [Act.REMOVE_COMMENT, Act.RESTORE_COMMENT, Act.HOLD_COMMENT, Act.KEEP, Act.LOCK_ARTICLE]
    assert LoggedAct.objects.get(number=3).particulars.note.startswith("hold your tongue")


def test_keys_keep_select_and_explain_themselves(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit("/moderation/", by=mona)
    press = page.keyboard.press

    press("j")
    press("x")
    assert page.locator(".case-row :checked").count() == 1
    press("o")
    expect(page.locator("[data-pane]")).to_have_attribute("data-case", str(cases[0].pk))
    press("c")
    expect(page.get_by_role("button", name="Let it go")).to_be_visible()
    press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Single keys do this").uncheck()
    page.get_by_role("button", name="Close").click()
    press("a")
    page.wait_for_timeout(300)
    assert not LoggedAct.objects.exists()


def test_what_a_case_needs_besides_is_a_key_or_two_away(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit(f"/moderation/case/{cases[0].pk}", by=mona)
    press, opened, type_in = page.keyboard.press, page.locator("[data-pane]"), page.keyboard.type

    press("w")
    press("4")
    expect(opened).to_have_attribute("data-case", str(cases[1].pk))
    expect(page.locator(".told-undo")).to_contain_text("Comment removed, Person suspended: Be civil, please")
    assert Restriction.objects.get().kind == Restriction.Kind.SUSPEND
    press("u")
    expect(opened).to_have_attribute("data-case", str(cases[0].pk))
    assert Restriction.objects.get().lifted_at is not None
    press("e")
    type_in("A letter came.")
    press("Tab")
    press("Enter")
    expect(opened).to_have_attribute("data-case", str(cases[1].pk))
    assert Case.objects.escalated().get() == cases[0]
    press("u")
    expect(opened).to_have_attribute("data-case", str(cases[0].pk))
    assert not Case.objects.escalated().exists()
    press("f")
    expect(page.get_by_label("Rule", exact=True)).to_be_focused()


def test_an_appeal_is_answered_by_keys_alone(visit: Open, mona: User, ada: User, bob: User) -> None:
    made = appealed(removal(make_comment(by=bob), ada), bob)
    page = visit("/moderation/?tab=appeals", by=mona)
    press, opened, type_in = page.keyboard.press, page.locator("[data-pane]"), page.keyboard.type

    press("j")
    press("Enter")
    expect(opened).to_have_attribute("data-case", str(made.pk))
    press("n")
    type_in("It was about the person.")
    press("Tab")
    press("Tab")
    press("Enter")
    expect(page.get_by_text("Nothing waits. Well done.")).to_be_visible()
    assert Appeal.objects.get().outcome is not None


def test_without_scripts_a_queue_is_narrowed_and_kept_and_an_author_restricted(
    visit: Open, mona: User, cases: list[Case]
) -> None:
    page, author = visit("/moderation/", by=mona, scripts=False, width=360), cases[3].thing.author

    page.locator(".narrow > summary").click()
    page.get_by_label("Author").fill(author.username)
    page.get_by_role("button", name="Show these").click()
    page.get_by_label("Keep it as a tab named").fill("Of one")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".queue-tabs [aria-current]")).to_have_text("Of one 1")
    page.locator(".case-link").click()
    page.locator(".besides > summary").click()
    page.get_by_label("and remove it").uncheck()
    page.get_by_role("button", name="Warn").click()
    expect(page.get_by_text("Person warned")).to_be_visible()
    assert author.restrictions.get().kind == Restriction.Kind.WARN
    page.locator(".narrow > summary").click()
    page.get_by_role("button", name="Delete the tab").click()
    page.locator(".case-link").first.click()
    page.locator("[data-key=e]").click()
    page.get_by_label("Why should an admin decide it?").fill("A letter came.")
    page.get_by_role("button", name="Pass it on").click()
    page.locator(".told-undo").get_by_role("button", name="Undo").click()

    assert not SavedFilter.objects.exists()
    assert not Case.objects.escalated().exists()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_queue_is_worked_by_links_and_buttons(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit("/moderation/", by=mona, scripts=False)

    page.locator(".case-link").first.click()
    page.locator("[data-key=r]").click()
    page.get_by_role("button", name="Be civil, please").click()
    expect(page.locator(".told-undo")).to_contain_text("Comment removed: Be civil, please")
    page.locator(".told-undo").get_by_role("button", name="Undo").click()
    assert page.url.split("?")[0].endswith(f"/moderation/case/{cases[0].pk}")
    page.get_by_role("button", name="Approve").click()
    page.locator(".notes > summary").click()
    page.get_by_label("A note for moderators").fill("Was warned in May.")
    page.get_by_role("button", name="Keep the note").click()
    page.goto("/moderation/")
    page.locator(".case-row input").nth(0).check()
    page.locator(".case-row input").nth(1).check()
    page.get_by_role("button", name="Decide together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 cases")
    page.get_by_role("button", name="Approve them all").click()
    page.get_by_role("button", name="Undo all of it").click()

    assert Note.objects.get().text == "Was warned in May."
    assert Case.objects.open().count() == 3


def test_on_a_phone_one_thing_stands_at_a_time(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit("/moderation/", by=mona, width=360)

    page.locator(".case-link").first.click()
    expect(page.locator("#case-title")).to_be_visible()
    assert not page.locator(".case-list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("[data-pane]")).to_have_attribute("data-case", str(cases[1].pk))
    page.get_by_role("link", name="all cases").click()
    expect(page.locator(".case-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_colleagues_do_shows_within_two_seconds(visit: Open, mona: User, ada: User, cases: list[Case]) -> None:
    page, soon = visit("/moderation/", by=mona), 4000
    row = page.locator(f"#row-{cases[3].pk}")

    claim(cases[3], by=ada, now=timezone.now())
    expect(row).to_contain_text("ada looks at it", timeout=soon)
    hers = visit(f"/moderation/case/{cases[3].pk}", by=ada)
    hers.get_by_role("button", name="Approve").click()
    expect(row).to_contain_text("by ada", timeout=soon)
    case_of()
    expect(page.get_by_role("link", name="1 new case")).to_be_visible(timeout=soon)
    assert page.locator(".case-row").count() == 4
    page.goto("/moderation/?tab=escalated")
    escalate(cases[2], by=ada, why="A letter came.", at=timezone.now())
    expect(page.get_by_role("link", name="1 new case")).to_be_visible(timeout=soon)


def test_leaving_lets_the_case_go(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit(f"/moderation/case/{cases[0].pk}", by=mona)
    assert Case.objects.get(pk=cases[0].pk).claimed_by == mona

    with page.expect_response("**/leave"):
        page.locator(".case-link").nth(1).click()

    expect(page.locator("[data-pane]")).to_have_attribute("data-case", str(cases[1].pk))
    assert Case.objects.get(pk=cases[0].pk).claimed_by is None


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_in_the_queue(
    visit: Open, mona: User, ada: User, bob: User, cases: list[Case], dark: bool, width: int
) -> None:
    assert violations(visit("/moderation/", by=mona, dark=dark, width=width)) == []
    page = visit(f"/moderation/case/{cases[1].pk}", by=mona, dark=dark, width=width)
    # Of those that share a name one alone can be open.
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.name = ''; one.open = true; })")
    assert violations(page) == []
    page.locator("[data-opens=keys]").click()
    assert violations(page) == []
    escalate(cases[0], by=mona, why="A letter came.", at=timezone.now())
    own, made = case_of(make_comment(by=mona)), appealed(removal(make_comment(by=bob), ada), bob)
    save_filter("Of mona", "tab=all&order=risk&author=mona", owner=mona)
    for path in (
        f"case/{cases[0].pk}?passed={cases[0].pk}",
        f"case/{own.pk}",
        "?tab=all&order=risk&author=mona",
        "?author=nobody",
        "?tab=appeals",
        f"appeals/{made.pk}",
    ):
        page.goto(f"/moderation/{path}")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_violation_where_many_are_decided(visit: Open, mona: User, cases: list[Case]) -> None:
    page = visit("/moderation/", by=mona)
    page.get_by_label("All that match").check()
    page.get_by_role("button", name="Decide together").click()
    assert violations(page) == []
    page.get_by_role("button", name="Approve them all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decided together")
    assert violations(page) == []
