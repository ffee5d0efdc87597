"""What a page asks does not grow with what it shows, and stays within nine statements; one page has ten."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.notifications.models import Kind, Notification
from forum.notifications.telling import tell
from forum.threads.attending import attend
from forum.threads.models import Attention, Visit
from forum.threads.nodes import Node
from tests.make import ArticleFactory, make_comment, make_thread
from tests.pages import read


@pytest.fixture
def thread(alice: User, bob: User) -> list[Comment]:
    """Wide and deep, in a discussion of more than a page, with one of Bob's comments held."""
    article = ArticleFactory.create(author=alice)
    thread = make_thread([[[[[[[[[[]]]]]]]]], *([] for _ in range(120))], on=article, by=alice)
    for _ in range(220):
        make_thread([], on=article, by=alice)
    hold_comment(make_comment(on=article, by=bob), at=thread[0].created_at)
    return thread


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return len(captured)


# Of lists one is what the reader muted. Two of each are the session and its user, one what the reader voted here, one
# what is new to them; the rest is what the page is made of. The ninth of an article's page notes the visit: the first
# one, and where something is new.
@pytest.mark.parametrize(
    ("url", "signed_in", "for_everybody"),
    [
        ("/", 6, 2),
        ("{article}", 9, 3),
        ("{article}?order=newest&after={root}", 6, 2),
        ("/c/{root}", 7, 3),
        ("/c/{deep}", 9, 5),
        ("/c/{root}?after={wide}", 7, 3),
        ("/c/{root}/replies?past={first}", 7, 3),
        ("/c/{root}/replies?past={first}&after={wide}", 7, 3),
        ("/c/{root}/history", 6, 4),
        ("{article}?q=no.+1", 6, 3),
        ("{article}?by=alice&after={wide}", 7, 4),
        ("/a/{pk}/comments/outline", 8, 4),
        ("/a/{pk}/comments/outline?order=newest&after={root}", 5, 2),
        ("/u/alice", 6, 3),
        ("/u/alice/articles", 4, 2),
        ("/settings", 2, 0),
    ],
)
def test_a_page_asks_this_much(
    browse: Callable[[User], Client], thread: list[Comment], bob: User, url: str, signed_in: int, for_everybody: int
) -> None:
    root, first, deep, wide = thread[0], thread[1], thread[9], thread[60]
    address = url.format(
        article=root.article.get_absolute_url(),
        pk=root.article_id,
        root=root.pk,
        first=first.pk,
        deep=deep.pk,
        wide=wide.pk,
    )

    counted = queries(browse(bob), address), queries(Client(), address)

    assert counted == (signed_in, for_everybody)
    assert max(counted) <= 9


def test_a_page_that_marks_what_its_reader_was_told_of_asks_no_more(
    browse: Callable[[User], Client], thread: list[Comment], carol: User
) -> None:
    """The ninth statement notes the visit; nothing of Carol's waits here, and that is not asked for."""
    shown, address = Comment.objects.listed().order_by("-pk")[0], thread[0].article.get_absolute_url()
    attend(Node("u", shown.author_id), Attention.Level.MUTE, person=carol, at=timezone.now())
    carols = browse(carol)
    unread = queries(carols, address)
    tell([carol.pk], Kind.WATCHED, of=shown, at=timezone.now())
    Visit.objects.all().delete()

    assert unread == 8
    assert queries(carols, address) == 9
    assert not Notification.objects.unread().exists()


def test_a_page_that_marks_while_comments_of_its_reader_wait_asks_one_more(
    browse: Callable[[User], Client], thread: list[Comment], bob: User
) -> None:
    """The one page with ten: what waits is read, the visit is noted, and what was told is marked."""
    shown, address = Comment.objects.listed().order_by("-pk")[0], thread[0].article.get_absolute_url()
    tell([bob.pk], Kind.WATCHED, of=shown, at=timezone.now())
    bobs = browse(bob)

    assert queries(bobs, address) == 10
    assert not Notification.objects.unread().exists()
