"""The inbox: what it shows, how it is read, and what it never shows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from forum.notifications import counting, inbox
from forum.notifications.models import Kind, Notification
from forum.notifications.telling import tell, tell_number
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.notifications.told import relay_all
from tests.make import ArticleFactory, make_comment
from tests.pages import read

type Browse = Callable[[User], Client]

SECRET = "sesamoid"


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="The river rises")


@pytest.fixture
def comment(article: Article, bob: User) -> Comment:
    return make_comment(on=article, by=bob)


@pytest.fixture
def replies(comment: Comment, carol: User) -> list[Comment]:
    replies = [make_comment(to=comment, by=carol, text=f"{SECRET} {n}") for n in range(3)]
    relay_all()
    return replies


def unread(client: Client) -> int:
    """As the header has it."""
    user = client.get("/settings").context["user"]
    return int(user.unread)


def inbox_of(client: Client, query: str = "") -> str:
    return read(client, f"/notifications/{query}")


def test_replies_to_one_comment_are_told_together(browse: Browse, replies: list[Comment], bob: User) -> None:
    make_comment(to=make_comment(by=bob))
    relay_all()

    page = inbox_of(browse(bob))

    assert "3 new replies to you in “The river rises”" in page
    assert page.count('<time class="when"') == 2
    assert unread(browse(bob)) == 4
    assert "<b>&nbsp;4</b>" in page


def test_opening_the_thread_marks_what_was_shown(browse: Browse, article: Article, bob: User, carol: User) -> None:
    bobs = browse(bob)
    comment = make_comment(on=article, by=bob)
    for _each in range(9):
        make_comment(to=comment, by=carol)
    relay_all()
    assert unread(bobs) == 9

    page = read(bobs, article.get_absolute_url())

    shown = page.count('data-author="carol"')
    assert 0 < shown < 9
    assert unread(bobs) == 9 - shown
    read(bobs, f"/c/{comment.pk}")
    assert unread(bobs) == 0
    assert "9 replies to you in" in inbox_of(bobs)


def test_what_hides_in_a_collapsed_branch_is_not_read(
    browse: Browse, article: Article, comment: Comment, replies: list[Comment], bob: User
) -> None:
    bobs = browse(bob)
    bobs.post(f"/c/{comment.pk}/collapse")

    read(bobs, article.get_absolute_url())

    assert unread(bobs) == 3


def test_others_do_not_read_for_one(browse: Browse, article: Article, replies: list[Comment], bob: User) -> None:
    read(browse(article.author), article.get_absolute_url())
    read(Client(), article.get_absolute_url())

    assert unread(browse(bob)) == 3


@pytest.mark.parametrize("is_gone", ["removed", "held", "deleted"])
def test_what_is_gone_is_neither_shown_nor_counted_until_it_is_back(
    browse: Browse, comment: Comment, carol: User, bob: User, mona: User, is_gone: str
) -> None:
    bobs, reply = browse(bob), make_comment(to=comment, by=carol, text=SECRET)
    relay_all()
    assert SECRET in inbox_of(bobs)

    if is_gone == "removed":
        remove_comment(reply, by=mona, at=timezone.now())
    elif is_gone == "held":
        hold_comment(reply, at=timezone.now())
    else:
        Comment.objects.filter(pk=reply.pk).update(deleted_at=timezone.now())
    without = inbox_of(bobs)
    count = unread(bobs)
    restore_comment(reply, by=mona)
    release_comment(reply, at=timezone.now())
    relay_all()

    assert SECRET not in without
    assert "carol" not in without
    assert count == 0
    assert Notification.objects.of(bob).count() == 1
    assert unread(bobs) == (0 if is_gone == "deleted" else 1)


def test_one_group_and_all_are_marked_by_hand(browse: Browse, replies: list[Comment], bob: User, alice: User) -> None:
    bobs = browse(bob)
    thread = make_comment(by=bob)
    make_comment(to=thread)
    relay_all()
    latest = Notification.objects.of(bob).order_by("-pk")[1]

    bobs.post("/notifications/read", {"of": latest.pk})
    assert unread(bobs) == 1
    assert "1 new reply to you" in inbox_of(bobs, "?unread=1")
    assert browse(alice).post("/notifications/read", {"of": latest.pk}).status_code == 404

    later = make_comment(to=thread)
    bobs.post("/notifications/read", {"up_to": Notification.objects.of(bob).order_by("-pk")[0].pk})
    assert unread(bobs) == 0
    relay_all()
    assert Notification.objects.of(bob).unread().get().comment == later


def test_filters_and_pages(
    browse: Browse, comment: Comment, carol: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    bobs = browse(bob)
    for n in range(5):
        make_comment(to=comment, by=carol, text=f"@bob {n}" if n else "Yes.")
        tell([bob.pk], Kind.MENTION, of=make_comment(by=carol, text=f"Number {n}."), at=timezone.now())
    relay_all()

    pages, query = [], "?kind=mention"
    while query:
        answer = bobs.get(f"/notifications/{query}")
        pages.append(answer.content.decode())
        query = answer.context["page"].next_url

    assert [page.count("You are named in a comment on") for page in pages] == [4, 4, 2]
    assert "reply to you" not in "".join(pages)
    assert bobs.get("/notifications/?kind=weather").status_code == 400


def test_count_and_pages_cost_the_same_however_much_there_is(
    browse: Browse, comment: Comment, carol: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs = browse(bob)
    tell([bob.pk], Kind.MENTION, of=make_comment(by=carol), at=timezone.now())
    few = queries(bobs, "/notifications/")
    for _each in range(6):
        tell([bob.pk], Kind.MENTION, of=make_comment(by=carol), at=timezone.now())

    monkeypatch.setattr(counting, "MOST", 5)
    assert queries(bobs, "/notifications/") == few <= 5
    assert queries(bobs, "/settings") == 2


def test_more_than_can_be_counted_are_so_many_and_more(browse: Browse, bob: User, comment: Comment) -> None:
    Notification.objects.bulk_create(
        Notification(person=bob, kind=Kind.REPORT, number=n, told_at=timezone.now()) for n in range(120)
    )

    assert unread(browse(bob)) == counting.MOST
    assert "99+" in read(browse(bob), "/settings")


def test_muting_puts_away_what_was_told_of_it(browse: Browse, replies: list[Comment], bob: User, carol: User) -> None:
    bobs = browse(bob)
    make_comment(to=make_comment(by=bob))
    relay_all()

    bobs.post(f"/notifications/attention/u{carol.pk}", {"level": "mute"})

    assert unread(bobs) == 1


def test_nothing_is_told_by_number_that_is_about_a_thing(bob: User) -> None:
    with pytest.raises(ValueError, match="about a comment"):
        tell_number([bob.pk], Kind.REPLY, number=1, at=timezone.now())


def test_article_that_one_was_told_of_is_read_when_it_is_opened(browse: Browse, article: Article, bob: User) -> None:
    tell([bob.pk], Kind.WATCHED, of=article, at=timezone.now())
    bobs = browse(bob)
    assert "New article: “The river rises”" in inbox_of(bobs)

    read(bobs, article.get_absolute_url())

    assert unread(bobs) == 0


def test_a_muted_person_is_folded_and_their_answers_are_not(
    browse: Browse, article: Article, replies: list[Comment], bob: User, carol: User, alice: User
) -> None:
    answer = make_comment(to=replies[0], by=alice, text="Rain it is.")
    attend(Node("u", carol.pk), Attention.Level.MUTE, person=bob, at=timezone.now())

    page = read(browse(bob), article.get_absolute_url())
    others = read(browse(alice), article.get_absolute_url())
    own_page = read(browse(bob), f"/c/{replies[0].pk}")

    assert page.count("<summary>Muted</summary>") == 3
    assert f'formaction="/c/{replies[0].pk}/vote"' not in page
    assert f'formaction="/c/{answer.pk}/vote"' in page
    assert "Muted" not in others
    assert own_page.count("<summary>Muted</summary>") == 0


def test_a_muted_person_is_folded_in_what_is_found_but_not_where_they_are_asked_for(
    browse: Browse, article: Article, replies: list[Comment], bob: User, carol: User
) -> None:
    word = replies[0].body.text.split()[0]
    attend(Node("u", carol.pk), Attention.Level.MUTE, person=bob, at=timezone.now())
    bobs, address = browse(bob), article.get_absolute_url()

    found = read(bobs, f"{address}?q={word}")
    by_carol = read(bobs, f"{address}?by={carol.username}")
    her_page = read(bobs, f"/u/{carol.username}")

    assert "<summary>Muted</summary>" in found
    for page in (by_carol, her_page):
        assert f'id="c{replies[0].pk}"' in page
        assert "<summary>Muted</summary>" not in page


def test_a_muted_branch_is_collapsed(browse: Browse, article: Article, comment: Comment, replies: object) -> None:
    browser = browse(article.author)
    browser.post(f"/notifications/attention/c{comment.pk}", {"level": "mute"})

    page = read(browser, article.get_absolute_url())

    assert '<li class="is-collapsed">' in page


@pytest.mark.parametrize("query", ["?new=1", "?q=fell"])
def test_what_is_in_a_muted_branch_is_folded_where_no_branch_can_be(
    browse: Browse, article: Article, comment: Comment, carol: User, alice: User, query: str
) -> None:
    alices = browse(alice)
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        read(alices, article.get_absolute_url())
    attend(Node("c", comment.pk), Attention.Level.MUTE, person=alice, at=timezone.now())
    below = make_comment(to=make_comment(to=comment, by=carol, text="It fell."), by=carol, text="It fell again.")
    beside = make_comment(on=article, by=carol, text="It fell there.")

    page = read(alices, article.get_absolute_url() + query)

    assert page.count("<summary>Muted</summary>") == 3
    assert f'formaction="/c/{below.pk}/vote"' not in page
    assert f'formaction="/c/{beside.pk}/vote"' in page


@pytest.mark.parametrize("sort", ["a", "u", "t"])
def test_what_is_muted_is_one_line_of_the_front_page(browse: Browse, article: Article, bob: User, sort: str) -> None:
    tag = Tag.objects.create(slug="rivers", name="Rivers")
    article.tags.add(tag)
    other = ArticleFactory.create(title="The bridge is shut")
    pk = {"a": article.pk, "u": article.author_id, "t": tag.pk}[sort]
    attend(Node(sort, pk), Attention.Level.MUTE, person=bob, at=timezone.now())

    bobs, others = read(browse(bob), "/"), read(Client(), "/")

    assert f'formaction="/a/{article.pk}/story/vote"' not in bobs
    assert f'formaction="/a/{other.pk}/story/vote"' in bobs
    assert article.get_absolute_url() in bobs
    assert "Muted:" in bobs
    assert "Muted:" not in others


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return len(captured)
