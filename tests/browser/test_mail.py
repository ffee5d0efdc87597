"""The page of mail, the way out of it, and mail itself as a browser shows it."""

import re
from re import Pattern

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.articles.models import Article
from forum.notifications.composing import compose
from forum.notifications.gathering import gather, mailed
from forum.notifications.leaving import Leaving
from forum.notifications.models import Kind, Mail, Notification, RefusedAddress
from forum.notifications.telling import tell
from tests.browser.conftest import Open
from tests.browser.test_axe import both_themes, violations
from tests.make import make_comment


@both_themes
def test_mail_is_set_up_and_ended(visit: Open, bob: User, dark: bool) -> None:
    RefusedAddress.objects.create(address=bob.email, refused_at=timezone.now(), answer="550 No such box")
    page = visit("/settings/mail", by=bob, dark=dark, width=360)
    assert violations(page) == []
    page.get_by_role("button", name="Send mail there again").click()
    page.get_by_label("New in what you watch").select_option("weekly")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_label("New in what you watch")).to_have_value("weekly")
    page.get_by_role("button", name="Make a feed").click()
    expect(page.get_by_label("Its address")).to_have_value(is_a_feed())
    assert violations(page) == []
    assert fits(page)

    page = visit(f"/mail/leave/{Leaving(bob.pk, Kind.REPLY).token}", dark=dark, width=360)
    assert violations(page) == []
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="It has ended")).to_be_visible()


@both_themes
@pytest.mark.parametrize("rhythm", ["at_once", "daily"])
def test_a_mail_can_be_read(visit: Open, article: Article, bob: User, mona: User, rhythm: str, dark: bool) -> None:
    now = timezone.now()
    comment = make_comment(on=article, by=bob, text="Where is the ferry?")
    reply = make_comment(to=comment, by=mona, text="At the weir.\n\n    " + "x" * 200)
    place = article.pk if rhythm == "at_once" else 0
    mail = Mail.objects.create(person=bob, rhythm=rhythm, place=place, begun_at=now, due_at=now)
    tell([bob.pk], Kind.REPLY, of=reply, at=now)
    tell([bob.pk], Kind.WATCHED, of=make_comment(to=reply, by=mona), at=now)
    Notification.objects.filter(person=bob).update(mail=mail)
    message = compose(mail, gather(mailed(mail, now=now), bob, now=now), to=bob.email)

    page = visit("/nothing/here", dark=dark, width=360)
    # Elsewhere than on our pages, whose policy lets no mail style itself.
    page.goto("about:blank")
    page.set_content(str(message.alternatives[0][0]))

    assert violations(page) == []
    assert fits(page)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def is_a_feed() -> Pattern[str]:
    return re.compile(r"/notifications/[\w-]{43}/feed\.atom$")
