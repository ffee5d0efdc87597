"""What somebody who is restricted meets, and what moderators do about it, with scripts and without."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from forum.comments.models import Comment
from moderation import acting
from moderation.acting import Decided
from moderation.proposing import propose, withdraw
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import ArticleFactory, RuleFactory, UserFactory, make_comment
from tests.moderation.cases import decided_by
from tests.moderation.people import Kind, length_of, newest, put_on

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@with_and_without_scripts
def test_a_warning_is_read_and_the_comment_goes_through(visit: Open, bob: User, mona: User, scripts: bool) -> None:
    article = ArticleFactory.create()
    put_on(bob, Kind.WARN, by=mona, note="Mind the tone.")
    page = visit(article.get_absolute_url(), by=bob, scripts=scripts)
    page.locator("form.composer textarea").fill("Typed with care.")
    page.locator("form.composer").get_by_role("button", name="Post").click()
    expect(page.get_by_text("Mind the tone.")).to_be_visible()

    page.get_by_role("button", name="I have read this: send it").click()

    expect(page.locator(".threads .comment-body", has_text="Typed with care.")).to_be_visible()
    assert Comment.objects.count() == 1
    assert newest(bob).read_at is not None


@with_and_without_scripts
def test_a_moderator_suspends_somebody_and_lifts_it(visit: Open, bob: User, mona: User, scripts: bool) -> None:
    rule = RuleFactory.create(title="No umbrellas")
    page = visit("/u/bob", by=mona, scripts=scripts)
    page.get_by_role("link", name="Restrict").click()
    page.get_by_role("radio", name="Suspend").check()
    page.get_by_label("A week").check()
    page.get_by_label(rule.title).check()
    page.get_by_label("A word").fill("Enough for now.")
    page.get_by_role("button", name="Put it on them").click()
    expect(page.locator(".restriction", has_text="Enough for now.")).to_be_visible()

    page.get_by_role("button", name="Lift").click()

    expect(page.get_by_text("What else is on them holds as before.")).to_be_visible()
    assert User.objects.get(pk=bob.pk).restrictions_in_force == []


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_on_the_pages_of_restrictions(visit: Open, bob: User, mona: User, dark: bool, width: int) -> None:
    comment = make_comment(by=bob)
    acting.remove(comment, decided_by(mona))
    article = ArticleFactory.create()
    acting.take_down(article, decided_by(mona))
    for kind in Kind.values:
        put_on(bob, kind, by=mona)
    ban = Decided(by=mona, at=timezone.now(), rule=RuleFactory.create(), note="Again.")
    propose(bob, length_of(Kind.BAN), ban)
    withdraw(propose(UserFactory.create(), length_of(Kind.BAN), ban).pk, by=mona, at=ban.at)
    colleague = UserFactory.create(role=User.Role.MODERATOR)

    for person, path in (
        (bob, "/settings/restrictions"),
        (bob, f"/a/{article.pk}"),
        (mona, "/u/bob/restrict"),
        (mona, f"/a/{article.pk}"),
        (mona, "/u/bob"),
        (mona, "/moderation/proposals"),
        (colleague, "/moderation/proposals"),
        (colleague, "/u/bob/restrict"),
        (colleague, "/moderation/"),
    ):
        page = visit(path, by=person, dark=dark, width=width)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
