"""The ways by which mptt and Django would change a tree without its lock: all are shut."""

from collections.abc import Callable

import pytest
from django.db.models import ProtectedError

from forum.comments.models import Comment
from tests.make import make_thread

pytestmark = pytest.mark.django_db


def save_under_another(reply: Comment) -> None:
    reply.parent = Comment.objects.get(parent=reply.parent_id, pk__gt=reply.pk)
    reply.save()


def save_as_a_thread(reply: Comment) -> None:
    reply.parent = None
    reply.save()


SHUT: dict[str, Callable[[Comment], object]] = {
    "save a new one": lambda reply: Comment(article=reply.article, author=reply.author).save(),
    "save a new reply": lambda reply: Comment(parent=reply, article=reply.article, author=reply.author).save(),
    "save under another": save_under_another,
    "save as a thread": save_as_a_thread,
    "insert_node": lambda reply: Comment.forest.insert_node(reply, reply.parent),
    "insert_at": lambda reply: Comment(article=reply.article, author=reply.author).insert_at(reply),
    "move_node": lambda reply: Comment.forest.move_node(reply, reply.parent),
    "move_to": lambda reply: reply.move_to(reply.parent),
    "rebuild": lambda reply: Comment.forest.rebuild(),
    "partial_rebuild": lambda reply: Comment.forest.partial_rebuild(reply.tree_id),
    "delay_mptt_updates": lambda reply: Comment.forest.delay_mptt_updates(),
    "disable_mptt_updates": lambda reply: Comment.forest.disable_mptt_updates(),
    "delete one": lambda reply: reply.delete(),
    "delete some": lambda reply: Comment.objects.filter(pk=reply.pk).delete(),
    "delete an article's": lambda reply: reply.article.comments.all().delete(),
}


@pytest.mark.parametrize("way", SHUT)
def test_a_way_around_the_verbs_is_shut(way: str) -> None:
    _root, reply, _other = make_thread([[], []])
    before = list(Comment.objects.order_by("pk").values())

    with pytest.raises(TypeError, match=r"forum\.comments|check_tree"):
        SHUT[way](reply)

    assert list(Comment.objects.order_by("pk").values()) == before


def test_not_even_mptts_own_queryset_deletes_a_comment() -> None:
    [root] = make_thread([])

    with pytest.raises(ProtectedError):
        Comment.forest.filter(pk=root.pk).delete()
