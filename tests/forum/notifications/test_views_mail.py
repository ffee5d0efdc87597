"""The page of mail: how often what is mailed, an address that is refused, and the private feed."""

import re
from collections.abc import Callable

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from accounts.closing import close_account
from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.notifications.models import OWED, FeedKey, Kind, MailPlan, RefusedAddress, Rhythm
from forum.notifications.rhythms import AS_THE_SITE_HAS_IT, rhythms_of
from forum.notifications.wishing import wanted_by, wish
from tests.forum.notifications.mails import plans, post_all
from tests.forum.notifications.told import relay_all, suspend
from tests.make import ArticleFactory, make_comment
from tests.post import Postbox

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

CHOSEN = {kind.value: Rhythm.WEEKLY.value for kind in Kind}


@pytest.fixture
def reply(bob: User, carol: User) -> Comment:
    comment = make_comment(on=ArticleFactory.create(title="The ferry"), by=bob)
    reply = make_comment(to=comment, by=carol, text="At *the weir*.")
    relay_all()
    return reply


def test_rhythms_are_chosen_kind_by_kind(bob: User, browse: Browse) -> None:
    answer = browse(bob).post("/settings/mail", CHOSEN | {"reply": "never"})

    assert answer["Location"] == "/settings/mail"
    assert rhythms_of(bob) == dict.fromkeys(Kind, Rhythm.WEEKLY) | {Kind.REPLY: Rhythm.NEVER}


def test_the_page_shows_what_holds_now(bob: User, browse: Browse) -> None:
    page = browse(bob).get("/settings/mail").content.decode()

    assert page.count(" selected") == len(AS_THE_SITE_HAS_IT)
    assert "Mail goes to <bdi>bob@example.org</bdi>" in page


def test_keeping_what_one_is_told_as_it_stands_changes_nothing(bob: User, browse: Browse) -> None:
    wish(bob, wanted={Kind.REPLY, Kind.WATCHED, *OWED})
    bobs = browse(bob)
    page = bobs.get("/settings/notifications").content.decode()

    stands = re.findall(r'value="(\w+)"[^>]* checked', page)

    assert set(stands) == {Kind.REPLY, Kind.WATCHED}
    bobs.post("/settings/notifications", {"wanted": stands})
    assert wanted_by(bob) - set(OWED) == {Kind.REPLY, Kind.WATCHED}


@pytest.mark.parametrize("word", ["", "always"])
def test_no_other_word_is_taken(word: str, bob: User, browse: Browse) -> None:
    assert browse(bob).post("/settings/mail", CHOSEN | {"reply": word}).status_code == 422
    assert rhythms_of(bob)[Kind.MENTION] == Rhythm.AT_ONCE


def test_what_waited_for_a_digest_comes_with_the_one_that_is_chosen(
    reply: Comment, bob: User, browse: Browse, postbox: Postbox
) -> None:
    MailPlan.objects.all().delete()
    browse(bob).post("/settings/mail", CHOSEN)

    assert plans(bob) == [("weekly", 0)]
    assert [letter["To"] for letter in post_all(postbox)] == ["bob@example.org"]


def test_a_refused_address_is_shown_and_tried_again(
    reply: Comment, bob: User, browse: Browse, postbox: Postbox
) -> None:
    RefusedAddress.objects.create(address="bob@example.org", refused_at=timezone.now(), answer="550 No <such> box")
    page = browse(bob).get("/settings/mail").content.decode()
    assert "550 No &lt;such&gt; box" in page

    browse(bob).post("/settings/mail/try-again")

    assert "came back" not in browse(bob).get("/settings/mail").content.decode()
    assert "bob@example.org" in [letter["To"] for letter in post_all(postbox)]


def test_the_feed_has_what_its_owner_is_told(reply: Comment, bob: User, browse: Browse) -> None:
    path = feed_of(bob, browse)
    answer = Client().get(path)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert dict(answer.cookies) == {}
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    [entry] = feed.entries
    assert entry.title == "carol replied to you · The ferry"
    assert entry.link.endswith(f"/c/{reply.pk}")
    assert "<em>the weir</em>" in entry.summary
    assert Client().get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_what_is_removed_leaves_the_feed(reply: Comment, bob: User, mona: User, browse: Browse) -> None:
    path = feed_of(bob, browse)
    remove_comment(reply, by=mona, at=timezone.now())

    assert "weir" not in Client().get(path).content.decode()


def test_a_new_address_ends_the_one_before(bob: User, browse: Browse) -> None:
    before = feed_of(bob, browse)
    after = feed_of(bob, browse)

    assert (Client().get(before).status_code, Client().get(after).status_code) == (404, 200)
    browse(bob).post("/settings/mail/feed/revoke")
    assert Client().get(after).status_code == 404


@pytest.mark.parametrize("who", ["closed", "suspended"])
def test_whoever_is_kept_out_has_no_feed(who: str, bob: User, ada: User, browse: Browse) -> None:
    path = feed_of(bob, browse)
    close_account(bob, by=ada) if who == "closed" else suspend(bob, by=ada)

    assert Client().get(path).status_code == 404


def feed_of(person: User, browse: Browse) -> str:
    browse(person).post("/settings/mail/feed")
    path = f"/notifications/{FeedKey.objects.get(person=person).key}/feed.atom"
    assert path in browse(person).get("/settings/mail").content.decode()
    return path
