"""What forum/comments/trees.py relies on inside mptt: a release that changes it fails here, not in a tree."""

import mptt
import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from mptt.managers import TreeManager
from mptt.models import MPTTModel

from forum.comments.models import Comment
from forum.comments.trees import ForestManager
from tests.make import ArticleFactory, UserFactory, make_thread


def test_the_release_is_the_one_that_was_read() -> None:
    assert mptt.__version__ == "0.20.0"


def test_our_manager_is_the_one_that_mptt_asks_and_nobody_else_does() -> None:
    assert isinstance(Comment._tree_manager, ForestManager)
    assert Comment._tree_manager.model is Comment
    assert not isinstance(Comment._default_manager, TreeManager)
    assert not isinstance(Comment._base_manager, TreeManager)


def test_our_columns_are_taken_and_none_is_added() -> None:
    assert issubclass(Comment, MPTTModel)
    assert {type(Comment._meta.get_field(name)) for name in ("lft", "rght", "level")} == {models.PositiveIntegerField}
    assert type(Comment._meta.get_field("tree_id")) is models.PositiveBigIntegerField
    assert [f.name for f in Comment._meta.local_fields if f.name in ("tree_id", "lft", "rght", "level")] == [
        "tree_id",
        "lft",
        "rght",
        "level",
    ]


def test_our_index_in_tree_order_is_recognised_and_no_second_one_made() -> None:
    assert [index.name for index in Comment._meta.indexes if tuple(index.fields) == ("tree_id", "lft")] == [
        "comments_in_tree_order"
    ]


@pytest.mark.django_db
def test_the_table_has_one_index_that_begins_with_the_tree_and_its_order() -> None:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Comment._meta.db_table)

    assert [name for name, it in constraints.items() if it["index"] and it["columns"] == ["tree_id", "lft"]] == [
        "comments_in_tree_order"
    ]


@pytest.mark.django_db
def test_a_new_comment_that_has_its_place_is_inserted_as_it_is() -> None:
    [root] = make_thread([])
    reply = Comment(article=root.article, author=root.author, parent=root, created_at=root.created_at, listed=False)
    reply.tree_id, reply.lft, reply.rght, reply.level = root.pk, 2, 3, 1

    with CaptureQueriesContext(
        connection,
    ) as queries:
        reply.save(force_insert=True)

    assert [query["sql"].split()[0] for query in queries.captured_queries] == ["INSERT"]
    kept = Comment.objects.get(pk=reply.pk)
    assert (kept.tree_id, kept.lft, kept.rght, kept.level) == (root.pk, 2, 3, 1)
    # Not widened: that is for trees.place_last, under the lock.
    assert Comment.objects.get(pk=root.pk).rght == 2


@pytest.mark.django_db
def test_saving_a_stale_comment_does_not_write_its_old_place() -> None:
    root, reply = make_thread([[]])
    Comment.objects.filter(pk=reply.pk).update(lft=102, rght=103, level=9)

    reply.save()

    kept = Comment.objects.get(pk=reply.pk)
    assert (kept.lft, kept.rght, kept.level, kept.tree_id) == (102, 103, 9, root.pk)


@pytest.mark.django_db
def test_a_child_made_a_root_takes_its_branch_along_closes_the_gap_and_knows_its_new_place() -> None:
    root, _before, branch, below, after = make_thread([[], [[]], []])
    [bystander] = make_thread([], on=ArticleFactory.create(), by=UserFactory.create())

    Comment._tree_manager._make_child_root_node(branch, new_tree_id=branch.pk)

    assert (branch.tree_id, branch.lft, branch.rght, branch.level, branch.parent_id) == (branch.pk, 1, 4, 0, None)
    rows = {c.pk: (c.tree_id, c.lft, c.rght, c.level) for c in Comment.objects.all()}
    assert rows[branch.pk] == (branch.pk, 1, 4, 0)
    assert rows[below.pk] == (branch.pk, 2, 3, 1)
    assert rows[root.pk] == (root.pk, 1, 6, 0)
    assert rows[after.pk] == (root.pk, 4, 5, 1)
    assert rows[bystander.pk] == (bystander.pk, 1, 2, 0)
    # It leaves the link to the parent for us to cut.
    assert Comment.objects.get(pk=branch.pk).parent_id == root.pk
