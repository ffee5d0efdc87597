"""check_tree finds every column that is wrong, and sets right what parent links can tell."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults, mend
from forum.comments.management.commands.check_tree import SHOWN, Command
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.make import LONG_AGO, make_thread

pytestmark = pytest.mark.django_db

NOON = LONG_AGO + timedelta(days=30)


@pytest.fixture
def thread(mona: User) -> list[Comment]:
    """With a tombstone and a comment that is not listed, beside another thread on another article."""
    make_thread([[], []])
    comments = make_thread([[[]], [], [[]]])
    remove_comment(comments[1], by=mona, at=NOON)
    remove_comment(comments[3], by=mona, at=NOON)
    return comments


def state() -> list[object]:
    return [*Comment.objects.order_by("pk").values(), *Article.objects.order_by("pk").values()]


def columns_with_faults() -> set[str]:
    return {fault.column for fault in all_faults()}


# Of the comment at this place of the thread, what is written over what.
CORRUPT: dict[str, tuple[int, dict[str, object]]] = {
    "lft": (2, {"lft": 90}),
    "rght": (2, {"rght": 91}),
    "rght of the root": (0, {"rght": 90}),
    "level": (2, {"level": 7}),
    "listed": (2, {"listed": False, "fold_rank": None}),
    "listed though gone": (3, {"listed": True, "fold_rank": 3}),
    "reply_count": (0, {"reply_count": 99}),
    "reply_count of a leaf": (2, {"reply_count": 1}),
    "last_reply_at": (0, {"last_reply_at": NOON}),
    "last_reply_at that is missing": (4, {"last_reply_at": None}),
    "fold_rank": (4, {"fold_rank": 5}),
    "fold_rank of the root": (0, {"fold_rank": 1}),
}


@pytest.mark.parametrize("wrong", CORRUPT)
def test_a_wrong_column_is_named_and_set_right(wrong: str, thread: list[Comment]) -> None:
    place, values = CORRUPT[wrong]
    before = state()
    Comment.objects.filter(pk=thread[place].pk).update(**values)
    assert state() != before

    named = {(fault.thing, fault.column) for fault in all_faults()}

    assert {(f"c{thread[place].pk}", column) for column in values} <= named
    assert mend() == 1
    assert state() == before
    assert list(all_faults()) == []


@pytest.mark.parametrize("column", ["tree_id", "article_id"])
def test_a_branch_in_the_wrong_tree_or_on_the_wrong_article_is_brought_home(column: str, thread: list[Comment]) -> None:
    before = state()
    other = Comment.objects.threads().exclude(pk=thread[0].pk).get()
    Comment.objects.filter(pk__in=[thread[1].pk, thread[2].pk]).update(**{column: getattr(other, column)})

    assert column in columns_with_faults()
    mend()

    assert state() == before
    assert list(all_faults()) == []


@pytest.mark.parametrize(("column", "value"), [("comment_count", 99), ("last_comment_at", NOON)])
def test_a_wrong_counter_of_an_article_is_named_and_set_right(
    column: str, value: object, thread: list[Comment]
) -> None:
    before = state()
    Article.objects.filter(pk=thread[0].article_id).update(**{column: value})

    [fault] = all_faults()

    assert (fault.thing, fault.column, fault.found) == (f"a{thread[0].article_id}", column, value)
    assert mend() == 0
    assert state() == before


def test_everything_wrong_at_once_is_set_right(thread: list[Comment]) -> None:
    before = state()
    Comment.objects.filter(parent__isnull=False).update(
        lft=F("rght") * 3, rght=1, level=50, reply_count=9, last_reply_at=NOON, tree_id=thread[0].pk
    )
    Comment.objects.listed().update(fold_rank=9)
    Article.objects.update(comment_count=0, last_comment_at=None)

    assert mend() == 2

    assert state() == before


REFUSED: dict[str, tuple[int, dict[str, object]]] = {
    "a root that is not first in its tree": (0, {"lft": 3}),
    "a root with a level": (0, {"level": 1}),
    "a root in another's tree": (0, {"tree_id": 10**6}),
    "a listed comment without a rank": (2, {"fold_rank": None}),
    "a rank of what is not listed": (3, {"fold_rank": 4}),
    "a listed comment that was never published": (2, {"published_at": None}),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_some_wrong_columns_the_database_refuses(wrong: str, thread: list[Comment]) -> None:
    place, values = REFUSED[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=thread[place].pk).update(**values)


@pytest.fixture
def circle(thread: list[Comment]) -> list[Comment]:
    """Two comments that answer each other, each in the tree of another thread."""
    upper, lower = thread[4], thread[5]
    Comment.objects.filter(pk=upper.pk).update(parent=lower)
    Comment.objects.filter(pk=lower.pk).update(tree_id=Comment.objects.threads().earliest("pk").pk)
    return [upper, lower]


def test_a_circle_of_parents_is_named_and_left_alone(circle: list[Comment]) -> None:
    before = list(Comment.objects.filter(pk__in=[c.pk for c in circle]).order_by("pk").values())

    mend()

    unmended = {(fault.thing, fault.should) for fault in all_faults() if fault.column == "parent_id"}
    assert unmended == {(f"c{c.pk}", None) for c in circle}
    assert list(Comment.objects.filter(pk__in=[c.pk for c in circle]).order_by("pk").values()) == before


def test_what_is_not_in_the_circle_is_mended_all_the_same(thread: list[Comment], circle: list[Comment]) -> None:
    Comment.objects.filter(pk=thread[2].pk).update(level=9)

    mend()

    assert {fault.thing for fault in all_faults()} == {f"c{comment.pk}" for comment in circle}


# -- The command ------------------------------------------------------------------------------------------------------


def check_tree(**options: bool) -> str:
    """What the command writes; faults, where it has any, after its count."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_tree", stdout=out, stderr=err, **options)
    except CommandError as error:
        return f"{out.getvalue()}{err.getvalue()}{error}"
    return out.getvalue()


@pytest.mark.usefixtures("thread")
def test_the_command_counts_what_it_has_looked_at() -> None:
    assert check_tree() == "9 comments in 2 trees, 0 faults.\n"
    assert check_tree(fix=True) == "0 trees mended.\n9 comments in 2 trees, 0 faults.\n"


def test_the_command_names_what_is_wrong_and_how_to_mend_it(thread: list[Comment]) -> None:
    Comment.objects.filter(pk=thread[2].pk).update(level=7)

    assert check_tree() == (
        f"9 comments in 2 trees, 1 faults.\nc{thread[2].pk}: level is 7, should be 2\nRun again with --fix."
    )
    assert check_tree(fix=True) == "1 trees mended.\n9 comments in 2 trees, 0 faults.\n"


@pytest.mark.usefixtures("circle")
def test_the_command_tells_what_it_cannot_mend() -> None:
    assert check_tree(fix=True).endswith("These cannot be mended: see parent_id above.")


def test_the_command_counts_all_faults_and_names_the_first() -> None:
    make_thread([[]] * (SHOWN + 10))
    Comment.objects.filter(level=1).update(level=3)

    told = check_tree()

    assert f"{SHOWN + 10} faults." in told
    assert told.count("level is 3, should be 1") == SHOWN


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_wrong", [True, False])
def test_the_commands_exit_code_tells_a_script_whether_all_is_well(
    is_wrong: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    [root] = make_thread([])
    Comment.objects.filter(pk=root.pk).update(reply_count=int(is_wrong))
    code = 0

    try:
        Command().run_from_argv(["manage.py", "check_tree"])
    except SystemExit as end:
        code = int(str(end.code))

    assert code == int(is_wrong)
    assert "1 comments in 1 trees" in capsys.readouterr().out
