"""Comments on the operators' pages."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, UserFactory, make_comment, make_thread
from tests.operators import act, told

pytestmark = pytest.mark.django_db

COMMENTS = "comments/comment"


@pytest.fixture
def desk(ada: User, browse: Callable[[User], Client]) -> Client:
    return browse(ada)


def found(client: Client, question: str) -> list[int]:
    return [comment.pk for comment in client.get(f"/admin/{COMMENTS}/?{question}").context["cl"].result_list]


def test_removing_and_restoring_call_the_verbs_and_announce(
    desk: Client, ada: User, now_of: NowOf, announced: Announced
) -> None:
    root, reply = make_thread([[]])
    before = len(announced())

    assert told(act(desk, COMMENTS, "remove", root, reply)) == ["Removed. Rows: 2."]
    assert now_of(reply).removed_at
    assert not now_of(root).listed
    assert told(act(desk, COMMENTS, "restore", reply)) == ["Restored. Rows: 1."]

    assert now_of(root).reply_count == 1
    ids = {"comment_id": reply.pk, "by_id": ada.pk}
    assert sorted(name for name, _ids in announced()[before:]) == ["comment_removed"] * 2 + ["comment_restored"]
    assert ("comment_removed", ids) in announced()
    assert announced()[-1] == ("comment_restored", ids)
    assert_columns_hold()


def test_holding_and_releasing_call_the_verbs_and_announce(desk: Client, now_of: NowOf, announced: Announced) -> None:
    comment = make_comment()
    before = len(announced())

    assert told(act(desk, COMMENTS, "hold", comment)) == ["Held. Rows: 1."]
    assert now_of(comment).held_at
    assert told(act(desk, COMMENTS, "release", comment)) == ["Released. Rows: 1."]

    assert now_of(comment).is_published
    assert [name for name, _ids in announced()[before:]] == ["comment_held", "comment_released"]
    assert_columns_hold()


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("remove", "removed"),
        ("remove", "deleted"),
        ("restore", "published"),
        ("hold", "held"),
        ("hold", "removed"),
        ("hold", "deleted"),
        ("release", "published"),
        ("release", "held and deleted"),
    ],
)
def test_what_may_not_be_done_or_is_so_already_is_left_and_told(
    action: str, state: str, desk: Client, mona: User, now_of: NowOf
) -> None:
    comment, other = make_comment(), make_comment()
    if "held" in state:
        hold_comment(comment, at=LONG_AGO)
    if "removed" in state:
        remove_comment(comment, by=mona, at=LONG_AGO)
    if "deleted" in state:
        delete_comment(comment, at=LONG_AGO)
    before = list(Comment.objects.order_by("pk").values())

    answer = act(desk, COMMENTS, action, comment)

    assert told(answer)[-1] == "Left as they were, because they were so already or may not be changed: 1."
    assert list(Comment.objects.order_by("pk").values()) == before
    assert now_of(other).is_published


@pytest.mark.django_db(transaction=True)
def test_each_row_is_a_transaction_of_its_own(desk: Client) -> None:
    comments = [make_comment(), make_comment()]

    with CaptureQueriesContext(connection) as captured:
        act(desk, COMMENTS, "remove", *comments)

    statements = [query["sql"] for query in captured.captured_queries]
    first, second = (
        place for place, sql in enumerate(statements) if sql.startswith("UPDATE") and '"removed_at"' in sql
    )
    assert "COMMIT" in statements[first:second]


def test_a_comment_is_found_by_its_number_and_by_its_authors_name_or_address(desk: Client, bob: User) -> None:
    mine, other = make_comment(by=bob), make_comment()
    UserFactory.create(username="bobby")

    assert found(desk, f"q={mine.pk}") == found(desk, f"q=c{mine.pk}") == [mine.pk]
    assert found(desk, "q=BOB") == found(desk, "q=bob@example.org") == [mine.pk]
    assert found(desk, "q=bobby") == found(desk, "q=bo") == found(desk, f"q={'9' * 30}") == []
    assert found(desk, "q=") == [other.pk, mine.pk]


def test_comments_of_somebody_whom_a_file_names_are_found_by_that_name(desk: Client) -> None:
    stranger = UserFactory.create(imported_source="n4g", imported_name="gangsta_red")
    comment = make_comment(by=stranger)
    make_comment()

    assert found(desk, "q=gangsta_red") == [comment.pk]


def test_comments_are_sieved_by_their_state(desk: Client, mona: User) -> None:
    published, held, removed, deleted = (make_comment() for _ in range(4))
    hold_comment(held, at=LONG_AGO)
    remove_comment(removed, by=mona, at=LONG_AGO)
    delete_comment(deleted, at=LONG_AGO)
    expected = {"published": published, "waiting": held, "removed": removed, "deleted": deleted}

    assert {state: found(desk, f"state={state}") for state in expected} == {
        state: [comment.pk] for state, comment in expected.items()
    }
    assert len(found(desk, "state=nonsense")) == 4


def test_the_words_of_a_comment_are_shown_as_they_were_typed(desk: Client) -> None:
    comment = make_comment(text="<script>alert(1)</script> " + "long " * 50)

    listed = desk.get(f"/admin/{COMMENTS}/").content.decode()
    shown = desk.get(f"/admin/{COMMENTS}/{comment.pk}/change/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in listed + shown
    assert "long…" in listed or "lon…" in listed or "lo…" in listed or "l…" in listed
