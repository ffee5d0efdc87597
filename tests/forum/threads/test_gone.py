"""What is left of a comment that was held, removed or deleted, and for whom."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.make import make_comment
from tests.pages import comment_on, ids_on, read, text_of

SECRET = "The treasure lies below the third birch."


@pytest.fixture
def comment(bob: User, carol: User) -> Comment:
    """Bob's, answered by Carol: it keeps its place whatever becomes of it."""
    comment = make_comment(by=bob, text=SECRET)
    make_comment(to=comment, by=carol, text="Dig!")
    return comment


def removed(comment: Comment, mona: User) -> Comment:
    remove_comment(comment, by=mona, at=timezone.now())
    return comment


def deleted(comment: Comment, _mona: User) -> Comment:
    delete_comment(comment, at=timezone.now())
    return comment


def held(comment: Comment, _mona: User) -> Comment:
    hold_comment(comment, at=timezone.now())
    return comment


@pytest.mark.parametrize(
    ("act", "line"),
    [
        (removed, "Removed by a moderator."),
        (deleted, "Deleted by its author."),
        (held, "Waiting for a moderator."),
    ],
)
def test_a_tombstone_is_one_line_without_name_or_words(
    browse: Callable[[User], Client],
    comment: Comment,
    carol: User,
    mona: User,
    act: Callable[[Comment, User], Comment],
    line: str,
) -> None:
    act(comment, mona)

    for reader in (Client(), browse(carol)):
        page = read(reader, comment.article.get_absolute_url())
        markup = comment_on(page, comment.pk)
        assert text_of(markup) == f"{line} · just now 1 reply"
        assert 'class="comment gone"' in markup
        assert 'data-author=""' in markup
        assert "Dig!" in page
        assert "bob" not in page
        assert SECRET not in page


@pytest.mark.parametrize("act", [removed, deleted, held])
def test_what_is_gone_is_gone_from_every_page(
    client: Client, comment: Comment, bob: User, mona: User, act: Callable[[Comment, User], Comment]
) -> None:
    [reply] = Comment.objects.filter(parent=comment)
    act(comment, mona)

    urls = [comment.get_absolute_url(), reply.get_absolute_url(), "/u/bob", f"/c/{comment.pk}/replies?past={reply.pk}"]

    assert [SECRET in read(client, url) for url in urls] == [False] * 4
    assert SECRET not in read(client, comment.get_absolute_url(), htmx=True)
    assert client.get(f"/c/{comment.pk}/history").status_code == 404


@pytest.mark.parametrize("act", [removed, deleted])
def test_its_author_and_moderators_still_read_it_behind_a_cover(
    browse: Callable[[User], Client], comment: Comment, bob: User, mona: User, act: Callable[[Comment, User], Comment]
) -> None:
    act(comment, mona)

    for reader in (bob, mona):
        markup = comment_on(read(browse(reader), comment.article.get_absolute_url()), comment.pk)
        assert '<details class="kept"><summary>What bob wrote</summary>' in markup
        assert SECRET in markup


def test_its_author_can_undo_a_deletion_and_a_moderator_a_removal(
    browse: Callable[[User], Client], comment: Comment, bob: User, mona: User
) -> None:
    url = comment.article.get_absolute_url()

    deleted(comment, mona)
    after_deletion = comment_on(read(browse(bob), url), comment.pk)
    removed(comment, mona)
    after_removal = comment_on(read(browse(mona), url), comment.pk)

    assert f'formaction="/c/{comment.pk}/undelete"' in after_deletion
    assert f'formaction="/c/{comment.pk}/restore"' in after_removal


def test_a_reply_does_not_name_whom_it_answers_when_that_is_gone(client: Client, comment: Comment, mona: User) -> None:
    [reply] = Comment.objects.filter(parent=comment)
    removed(comment, mona)

    page = read(client, reply.get_absolute_url())

    assert "in reply to someone" in text_of(comment_on(page, reply.pk))


def test_what_waits_for_a_moderator_is_seen_by_its_author_alone(
    browse: Callable[[User], Client], bob: User, carol: User
) -> None:
    comment = make_comment(by=bob, text=SECRET)
    hold_comment(comment, at=timezone.now())
    url = comment.article.get_absolute_url()

    own = read(browse(bob), url)

    assert "Your comments that wait for a moderator" in own
    assert "Waiting for a moderator: only its author" in text_of(comment_on(own, comment.pk))
    assert SECRET in comment_on(own, comment.pk)
    for reader in (Client(), browse(carol)):
        page = read(reader, url)
        assert "wait for a moderator" not in page
        assert ids_on(page) == []
        assert reader.get(comment.get_absolute_url()).status_code == 404


def test_what_was_deleted_or_removed_while_it_waited_waits_no_more(
    browse: Callable[[User], Client], bob: User, mona: User
) -> None:
    for act in (deleted, removed):
        comment = make_comment(by=bob, text=SECRET)
        hold_comment(comment, at=timezone.now())

        act(comment, mona)

        assert SECRET not in read(browse(bob), comment.article.get_absolute_url())
