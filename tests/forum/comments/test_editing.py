"""Editing: the grace period, what stays of earlier texts, and two editors at once."""

from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from forum.comments.editing import GRACE, MAX_REVISIONS, EditConflict, blank_revision, edit_comment, version_of
from forum.comments.models import Comment, CommentBody, CommentRevision
from forum.comments.moving import move_branch
from forum.comments.writing import Refused
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.forum.comments.test_words import Screening, hold_all, refuse_all
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.together import at_once

pytestmark = pytest.mark.django_db

AFTER_GRACE = LONG_AGO + GRACE + timedelta(microseconds=1)


@pytest.fixture
def comment(bob: User) -> Comment:
    with time_machine.travel(LONG_AGO, tick=False):
        return make_comment(by=bob, text="As posted.")


def edit(comment: Comment, text: str, *, at: datetime = AFTER_GRACE) -> bool:
    """Edit what the text is now."""
    body = CommentBody.objects.get(pk=comment.pk)
    with time_machine.travel(at, tick=False):
        return edit_comment(comment, by=comment.author, text=text, version=version_of(body.text))


def earlier_texts() -> list[tuple[str, datetime]]:
    return list(CommentRevision.objects.values_list("text", "written_at"))


def test_an_edit_replaces_the_text_and_its_html(comment: Comment, now_of: NowOf, announced: Announced) -> None:
    assert edit(comment, "As *mended*.") is True

    body = now_of(comment).body
    assert (body.text, body.html.strip()) == ("As *mended*.", "<p>As <em>mended</em>.</p>")
    assert announced() == [("comment_edited", {"comment_id": comment.pk})]


def test_an_edit_within_five_minutes_leaves_no_trace(comment: Comment, now_of: NowOf) -> None:
    edit(comment, "As mended.", at=LONG_AGO + timedelta(minutes=5))

    assert (now_of(comment).body.text, now_of(comment).body.edited_at) == ("As mended.", None)
    assert earlier_texts() == []


def test_an_edit_after_five_minutes_shows_and_keeps_the_earlier_text(comment: Comment, now_of: NowOf) -> None:
    edit(comment, "As mended.", at=AFTER_GRACE)

    assert now_of(comment).body.edited_at == AFTER_GRACE
    assert earlier_texts() == [("As posted.", LONG_AGO)]


def test_every_earlier_text_is_kept_with_the_time_at_which_it_was_written(comment: Comment) -> None:
    edit(comment, "Second.", at=LONG_AGO + timedelta(hours=1))
    edit(comment, "Third.", at=LONG_AGO + timedelta(hours=2))

    assert earlier_texts() == [("As posted.", LONG_AGO), ("Second.", LONG_AGO + timedelta(hours=1))]


def test_the_same_text_is_no_edit(comment: Comment, now_of: NowOf, announced: Announced) -> None:
    assert edit(comment, "As posted.\r\n") is False

    assert now_of(comment).body.edited_at is None
    assert (earlier_texts(), announced()) == ([], [])


def test_an_edit_leaves_the_tree_alone(comment: Comment) -> None:
    make_comment(to=comment)
    before = list(Comment.objects.order_by("pk").values())

    edit(comment, "As mended.")

    assert list(Comment.objects.order_by("pk").values()) == before


def test_the_second_of_two_tabs_is_told_what_the_first_wrote(comment: Comment, bob: User, now_of: NowOf) -> None:
    shown = version_of("As posted.")
    edit_comment(comment, by=bob, text="From the first tab.", version=shown)

    with pytest.raises(EditConflict) as conflict:
        edit_comment(comment, by=bob, text="From the second tab.", version=shown)

    assert conflict.value.current == "From the first tab."
    assert now_of(comment).body.text == "From the first tab."


def test_the_same_words_from_two_tabs_are_no_conflict(comment: Comment, bob: User) -> None:
    shown = version_of("As posted.")

    edits = [edit_comment(comment, by=bob, text="The same.", version=shown) for _tab in range(2)]

    assert edits == [True, False]


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_the_same_instant_one_is_a_conflict(comment: Comment) -> None:
    def try_to_edit(text: str) -> str:
        try:
            edit_comment(comment, by=comment.author, text=text, version=version_of("As posted."))
        except EditConflict as conflict:
            return f"conflict with {conflict.current}"
        return text

    outcomes = at_once([partial(try_to_edit, "This."), partial(try_to_edit, "That.")])

    written = CommentBody.objects.get(pk=comment.pk).text
    assert sorted(outcomes) == sorted([written, f"conflict with {written}"])
    assert earlier_texts() == [("As posted.", LONG_AGO)]


def test_words_that_cannot_be_posted_cannot_be_edited_in(comment: Comment, now_of: NowOf) -> None:
    with pytest.raises(Refused, match="Write something"):
        edit(comment, " ")

    assert now_of(comment).body.text == "As posted."


def test_an_edit_is_refused_past_the_last_version_that_is_kept(comment: Comment, now_of: NowOf) -> None:
    CommentRevision.objects.bulk_create(
        CommentRevision(comment=comment, text=str(n), written_at=LONG_AGO) for n in range(MAX_REVISIONS - 1)
    )
    edit(comment, "The last.")
    assert comment.revisions.count() == MAX_REVISIONS

    with pytest.raises(Refused, match="edited too often"):
        edit(comment, "One more.")

    assert now_of(comment).body.text == "The last."
    assert comment.revisions.count() == MAX_REVISIONS


def test_an_edit_that_a_screener_refuses_changes_nothing(
    comment: Comment, screening: Screening, now_of: NowOf, announced: Announced
) -> None:
    screening(refuse_all)

    with pytest.raises(Refused, match="Not today"):
        edit(comment, "Worse.")

    assert now_of(comment).body.text == "As posted."
    assert announced() == []


def test_an_edit_that_a_screener_holds_is_kept_and_its_comment_listed_no_more(
    screening: Screening, now_of: NowOf, announced: Announced
) -> None:
    _root, reply = make_thread([[]])
    screening(hold_all)
    before = len(announced())

    assert edit(reply, "Doubtful.") is True

    assert (now_of(reply).body.text, now_of(reply).listed) == ("Doubtful.", False)
    told = {"comment_id": reply.pk}
    assert announced()[before:] == [("comment_edited", told), ("comment_held", told)]
    assert edit(reply, "Doubtful.") is False
    assert_columns_hold()


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_must_wait_follows_its_branch(screening: Screening, mona: User, now_of: NowOf) -> None:
    _root, reply = make_thread([[]])
    move_branch(now_of(reply), to=ArticleFactory.create(), by=mona)
    screening(hold_all)

    assert edit(reply, "Doubtful.") is True

    assert now_of(reply).listed is False
    assert_columns_hold()


NOTHING_IS_HELD = {
    "sqlite": ["CREATE TRIGGER refuse BEFORE UPDATE OF held_at ON comments_comment"
               " BEGIN SELECT raise(ABORT, 'refused'); END"],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$",
        "CREATE TRIGGER refuse BEFORE UPDATE OF held_at ON comments_comment EXECUTE FUNCTION refuse()",
    ],
}  # fmt: skip


def test_an_edit_that_cannot_be_held_is_not_made(comment: Comment, screening: Screening, now_of: NowOf) -> None:
    """Or readers could see for a moment, or for ever, what a screener wants to be looked at first."""
    screening(hold_all)
    with connection.cursor() as cursor:
        for statement in NOTHING_IS_HELD[connection.vendor]:
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        edit(comment, "Doubtful.")

    assert now_of(comment).body.text == "As posted."


def test_a_blanked_text_is_gone_for_good_and_its_place_in_the_history_stays(comment: Comment, mona: User) -> None:
    edit(comment, "Better.")
    revision = comment.revisions.get()

    assert blank_revision(revision, by=mona, at=AFTER_GRACE) is True
    assert blank_revision(revision, by=comment.author, at=LONG_AGO) is False

    revision.refresh_from_db()
    assert (revision.text, revision.written_at) == ("", LONG_AGO)
    assert (revision.blanked_at, revision.blanked_by) == (AFTER_GRACE, mona)
