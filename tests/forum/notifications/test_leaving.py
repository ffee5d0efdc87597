"""One click ends it: from the mail program, and from the page behind the same address."""

from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.notifications.leaving import Leaving
from forum.notifications.models import Kind, Rhythm, Wish
from forum.notifications.rhythms import rhythms_of
from forum.threads import attending
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.notifications.mails import choose, html_of, post_all
from tests.forum.notifications.told import relay_all, told
from tests.make import ArticleFactory, make_comment
from tests.post import Postbox, words

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def comment(alice: User, bob: User) -> Comment:
    choose(alice, Kind.COMMENT, Rhythm.NEVER)
    comment = make_comment(on=ArticleFactory.create(author=alice, title="The ferry"), by=bob)
    relay_all()
    return comment


@pytest.fixture
def program() -> Client:
    """A mail program: no cookies, no token, no page that it came from."""
    return Client(enforce_csrf_checks=True)


def way_out(letter: EmailMessage) -> str:
    """The path of the address in its header."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address: str = letter["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://127.0.0.1:8000/mail/leave/")
    return address.removeprefix("http://127.0.0.1:8000")


def test_a_mail_program_ends_mail_of_a_thread(
    comment: Comment, bob: User, carol: User, postbox: Postbox, program: Client
) -> None:
    make_comment(to=comment, by=carol)
    [letter] = post_all(postbox)

    answer = program.post(way_out(letter), ONE_CLICK)

    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert Attention.objects.of(bob).muted().get().comment_id == comment.tree_id
    before = told(bob)
    make_comment(to=comment, by=carol)
    assert len(post_all(postbox)) == 1
    assert told(bob) == before


def test_a_look_changes_nothing(comment: Comment, bob: User, carol: User, postbox: Postbox, program: Client) -> None:
    make_comment(to=comment, by=carol)
    [letter] = post_all(postbox)

    for method in (program.get, program.head):
        assert method(way_out(letter)).status_code == 200

    assert not Attention.objects.exists()
    assert not Wish.objects.filter(person=bob).exists()
    assert "under “The ferry”" in program.get(way_out(letter)).content.decode()


def test_the_button_on_the_page_ends_it_without_a_log_in(
    comment: Comment, bob: User, carol: User, postbox: Postbox, program: Client
) -> None:
    make_comment(to=comment, by=carol)
    [letter] = post_all(postbox)
    page = program.get(way_out(letter)).content.decode()
    assert f'action="{way_out(letter)}"' in page

    ended = program.post(way_out(letter)).content.decode()
    assert "It has ended" in ended
    assert "/notifications/watching" in ended, "where it can be taken back"
    assert Attention.objects.of(bob).muted().exists()


def test_mail_of_one_kind_is_ended(comment: Comment, bob: User, carol: User, postbox: Postbox, program: Client) -> None:
    make_comment(to=comment, by=carol)
    [letter] = post_all(postbox)
    path = f"/mail/leave/{Leaving(bob.pk, Kind.REPLY).token}"
    assert path in words(letter)
    assert path in html_of(letter)

    for _each in range(2):
        program.post(path, ONE_CLICK)

    assert rhythms_of(bob)[Kind.REPLY] == Rhythm.NEVER
    assert rhythms_of(bob)[Kind.MENTION] == Rhythm.AT_ONCE
    make_comment(to=comment, by=carol)
    assert len(post_all(postbox)) == 1
    assert len(told(bob)) == 2, "it comes into the inbox all the same"


def test_a_digest_ends_all_that_comes_with_it(
    comment: Comment, mona: User, carol: User, postbox: Postbox, program: Client
) -> None:
    attend(Node("a", comment.article_id), Attention.Level.WATCH, person=mona, at=timezone.now())
    make_comment(to=comment, by=carol)
    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "mona@example.org"]

    program.post(way_out(letter), ONE_CLICK)

    assert {kind for kind, rhythm in rhythms_of(mona).items() if rhythm == Rhythm.NEVER} == {Kind.WATCHED, Kind.REPORT}


def test_of_ones_own_article_the_whole_discussion_is_ended(
    comment: Comment, alice: User, carol: User, postbox: Postbox, program: Client
) -> None:
    choose(alice, Kind.COMMENT, Rhythm.AT_ONCE)
    make_comment(on=comment.article, by=carol)
    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "alice@example.org"]

    program.post(way_out(letter), ONE_CLICK)

    assert Attention.objects.of(alice).get().article_id == comment.article_id


def test_whoever_mutes_as_much_as_can_be_kept_ends_it_all_the_same(
    comment: Comment, bob: User, carol: User, postbox: Postbox, program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_comment(to=comment, by=carol)
    [letter] = post_all(postbox)
    monkeypatch.setattr(attending, "MOST", 0)

    assert program.post(way_out(letter), ONE_CLICK).status_code == 200
    assert rhythms_of(bob)[Kind.REPLY] == Rhythm.NEVER


@pytest.mark.parametrize("bent", ["person", "what", "signature", "nothing"])
def test_an_address_that_nobody_here_made_is_none(bent: str, bob: User, carol: User, program: Client) -> None:
    token = Leaving(bob.pk, Kind.REPLY).token
    path = {
        "person": token.replace(str(bob.pk), str(carol.pk), 1),
        "what": token.replace("reply", "daily"),
        "signature": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "nothing": "x",
    }[bent]

    assert program.post(f"/mail/leave/{path}", ONE_CLICK).status_code == 404
    assert not Wish.objects.exists()


def test_a_removed_title_is_not_on_the_page(bob: User, program: Client) -> None:
    article: Article = ArticleFactory.create(title="Insult", removed_at=timezone.now())

    page = program.get(f"/mail/leave/{Leaving(bob.pk, f'a{article.pk}').token}").content.decode()

    assert "Insult" not in page
