"""Deleting, and taking it back."""

import pytest

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.forum.comments.composers import HTMX, Browse
from tests.make import make_comment

pytestmark = pytest.mark.django_db


def test_a_deleted_comment_can_be_undone_where_its_author_lands(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)
    bobs = browse(bob)

    page = bobs.post(f"/c/{comment.pk}/delete", follow=True).content.decode()

    assert "Your comment is deleted." in page
    assert f'formaction="/c/{comment.pk}/undelete"' in page
    assert Comment.objects.get().deleted_at is not None
    assert "Your comment is back." in bobs.post(f"/c/{comment.pk}/undelete", follow=True).content.decode()
    assert Comment.objects.get().is_published


def test_a_deleted_comment_with_replies_leaves_a_tombstone_to_others(browse: Browse, bob: User, carol: User) -> None:
    comment = make_comment(by=bob, text="Gone soon.")
    make_comment(to=comment)

    browse(bob).post(f"/c/{comment.pk}/delete")

    page = browse(carol).get(f"/c/{comment.pk}").content.decode()
    assert "Deleted by its author." in page
    assert "Gone soon." not in page


def test_with_htmx_the_tombstone_comes_alone_and_says_it_by_itself(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)
    bobs = browse(bob)

    fragment = bobs.post(f"/c/{comment.pk}/delete", headers=HTMX, follow=True).content.decode()

    assert fragment.strip().startswith("<article")
    assert "Deleted by its author." in fragment
    assert "Your comment is deleted." not in bobs.get("/").content.decode()


def test_a_second_press_changes_nothing_and_looks_the_same(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)
    client = browse(bob)
    first = client.post(f"/c/{comment.pk}/delete")
    after_one = Comment.objects.values().get()

    second = client.post(f"/c/{comment.pk}/delete")

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Comment.objects.values().get() == after_one


def test_what_its_author_deleted_and_a_moderator_removed_needs_both_back(browse: Browse, bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    remove_comment(comment, by=mona, at=comment.created_at)
    Comment.objects.update(deleted_at=comment.created_at)

    browse(bob).post(f"/c/{comment.pk}/undelete")

    assert Comment.objects.get().deleted_at is None
    assert Comment.objects.get().removed_at is not None
