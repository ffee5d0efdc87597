"""Drafts that are written, and sent, at the same moment."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from forum.comments.drafts import AlreadySent, Place, Sitting, drafts_of, save_draft
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import CommentBody
from forum.comments.posting import post_comment
from tests.make import LONG_AGO, UserFactory, make_comment
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

type Job = Callable[[], object]


def save(sitting: Sitting, place: Place, text: str = "It sn") -> bool:
    """False where it came too late."""
    try:
        return save_draft(sitting, place, text, at=LONG_AGO) is not None
    except AlreadySent:
        return False


def drafts(author: User) -> set[str]:
    return set(drafts_of(author).values_list("text", flat=True))


def test_ten_devices_lose_nothing() -> None:
    author, comment = UserFactory.create(), make_comment()
    began = save_draft(Sitting(author, uuid4()), {"parent": comment}, "Half", at=LONG_AGO)
    assert began is not None

    # All show the same draft: one takes it over, nobody writes over another's words.
    jobs: list[Job] = [
        partial(save, Sitting(author, uuid4(), seen=began.version), {"parent": comment}, f"Half, no. {number}")
        for number in range(10)
    ]
    at_once(jobs)

    assert drafts(author) == {f"Half, no. {number}" for number in range(10)}


@pytest.mark.parametrize("answers", [False, True], ids=["thread", "reply"])
def test_a_save_that_meets_its_comment_leaves_no_draft(answers: bool) -> None:
    author, comment = UserFactory.create(), make_comment()
    parent = comment if answers else None
    place: Place = {"parent": comment} if answers else {"article": comment.article}

    for key in (uuid4() for _ in range(5)):
        late = partial(save, Sitting(author, key), place)
        post = partial(post_comment, comment.article, author=author, text="It snowed.", form_key=key, parent=parent)
        jobs: list[Job] = [late, post, late]
        at_once(jobs)

        assert drafts(author) == set()
        assert CommentBody.objects.filter(form_key=key).exists()


def test_a_save_that_meets_its_edit_leaves_no_draft() -> None:
    author = UserFactory.create()
    comment = make_comment(by=author, text="It rained.")

    for number in range(5):
        sitting, version = Sitting(author, uuid4()), version_of(CommentBody.objects.get().text)
        late = partial(save, sitting, {"edited": comment})
        text = f"It snowed, for the {number}. time."
        jobs: list[Job] = [
            late,
            partial(edit_comment, comment, by=author, text=text, version=version, sitting=sitting),
            late,
        ]
        at_once(jobs)

        assert drafts(author) == set()
        assert CommentBody.objects.get().text == text
