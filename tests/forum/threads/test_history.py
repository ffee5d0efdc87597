from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment, CommentRevision
from tests.crawler import Page
from tests.make import LONG_AGO, make_comment
from tests.pages import read, text_of


def edit(comment: Comment, text: str, *, hours: int) -> None:
    fresh = Comment.objects.get(pk=comment.pk)
    with time_machine.travel(LONG_AGO + timedelta(hours=hours), tick=False):
        edit_comment(fresh, by=fresh.author, text=text, version=version_of(fresh.body.text))


@pytest.fixture
def comment(bob: User) -> Comment:
    """Bob's, which said three things, one after the other."""
    with time_machine.travel(LONG_AGO, tick=False):
        comment = make_comment(by=bob, text="The fox sleeps.")
    edit(comment, "The fox wakes.", hours=1)
    edit(comment, "The fox wakes again.", hours=2)
    return comment


def history(client: Client, comment: Comment) -> str:
    return read(client, f"/c/{comment.pk}/history")


def test_every_text_is_shown_the_first_first_with_what_changed(client: Client, comment: Comment) -> None:
    with time_machine.travel(LONG_AGO + timedelta(days=5), tick=False):
        page = history(client, comment)

    assert '<p class="revision-body" dir="auto">The fox sleeps.</p>' in page
    assert "The fox <del>sleeps</del><ins>wakes</ins>." in page
    assert "The fox wakes<ins> again</ins>." in page
    assert page.index("sleeps.</p>") < page.index("<del>sleeps</del>") < page.index("<ins> again</ins>")
    assert "Now, since 4d ago" in text_of(page)


def test_markup_in_an_earlier_text_is_shown_as_it_was_typed(client: Client, bob: User) -> None:
    with time_machine.travel(LONG_AGO, tick=False):
        comment = make_comment(by=bob, text="<b>Bold</b>")
    edit(comment, "<i>Meek</i>", hours=1)

    page = history(client, comment)

    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold" not in page
    assert "<i>Meek" not in page


def test_author_and_moderators_can_take_one_text_out(
    browse: Callable[[User], Client], comment: Comment, bob: User, mona: User
) -> None:
    first, second = comment.revisions.all()

    browse(bob).post(f"/c/{comment.pk}/history/{first.pk}/blank")
    answer = browse(mona).post(f"/c/{comment.pk}/history/{second.pk}/blank", follow=True)

    page = answer.content.decode()
    assert page.count("This text was taken out of the history.") == 2
    assert "sleeps" not in page
    assert "The fox wakes again." in page
    assert "<ins>" not in page
    assert set(CommentRevision.objects.values_list("text", "blanked_by__username")) == {("", "bob"), ("", "mona")}


def test_nobody_else_can(browse: Callable[[User], Client], comment: Comment, carol: User) -> None:
    [first, _second] = comment.revisions.all()
    url = f"/c/{comment.pk}/history/{first.pk}/blank"

    answer = browse(carol).post(url)

    assert answer.status_code == 403
    assert "sleeps" in history(Client(), comment)
    assert "Take this text out" not in history(browse(carol), comment)
    assert Client().post(url).status_code != 200
    assert comment.revisions.filter(blanked_at__isnull=False).count() == 0


def test_a_text_of_another_comment_is_not_found(browse: Callable[[User], Client], comment: Comment, bob: User) -> None:
    other = make_comment(by=bob)
    first = comment.revisions.all()[0]

    assert browse(bob).post(f"/c/{other.pk}/history/{first.pk}/blank").status_code == 404
    assert browse(bob).post(f"/c/{comment.pk}/history/{10**30}/blank").status_code == 404


def test_a_link_cannot_take_a_text_out(browse: Callable[[User], Client], comment: Comment, bob: User) -> None:
    first = comment.revisions.all()[0]

    assert browse(bob).get(f"/c/{comment.pk}/history/{first.pk}/blank").status_code == 405


def test_a_long_history_goes_on_in_pages(client: Client, comment: Comment) -> None:
    for hours in range(3, 8):
        edit(comment, f"The fox is at {hours}.", hours=hours)

    first = history(client, comment)
    second = read(client, f"/c/{comment.pk}/history{Page('', first).next}")

    assert [page.count('<li class="revision">') for page in (first, second)] == [5, 3]
    assert "The fox is at <del>4</del><ins>5</ins>." in first + second
    assert Page("", second).next is None
    assert "Now, since" in second


def test_a_comment_that_was_never_edited_has_one_text(client: Client, bob: User) -> None:
    comment = make_comment(by=bob)

    assert history(client, comment).count('<li class="revision">') == 1
