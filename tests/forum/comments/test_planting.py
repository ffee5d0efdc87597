"""Planting: whole threads at once, with every column right, or nothing at all."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody, CommentRevision
from forum.comments.planting import EarlierText, NotPlanted, Seed, plant_threads
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced
from tests.forum.comments.test_posting import chain
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment, make_thread
from tests.sizes import at_full_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create()


def seed(key: str, parent: str | None = None, *, by: User, minute: int = 0, gone: str = "") -> Seed:
    """A seed; `gone` is "", "removed" or "deleted"."""
    at = LONG_AGO + timedelta(minutes=minute)
    return Seed(
        key,
        parent,
        by.pk,
        at,
        text=key,
        html=f"<p>{key}</p>",
        removed_at=at if gone == "removed" else None,
        deleted_at=at if gone == "deleted" else None,
    )


def test_planted_threads_have_their_shape(article: Article, bob: User) -> None:
    pks = plant_threads(
        article,
        [seed("a", by=bob), seed("b", by=bob, minute=1), seed("a1", "a", by=bob, minute=2), seed("b1", "b", by=bob)],
    )

    parents = dict(Comment.objects.values_list("pk", "parent_id"))
    assert parents == {pks["a"]: None, pks["b"]: None, pks["a1"]: pks["a"], pks["b1"]: pks["b"]}
    assert dict(CommentBody.objects.values_list("pk", "text")) == {pk: key for key, pk in pks.items()}
    assert_columns_hold()


def test_keys_rise_with_time_and_where_times_are_equal_in_the_order_given(article: Article, bob: User) -> None:
    given = [("late", 9), ("tie 2", 5), ("tie 1", 5), ("early", 0), ("tie 3", 5)]

    pks = plant_threads(article, [seed(key, by=bob, minute=minute) for key, minute in given])

    assert sorted(pks, key=lambda key: pks[key]) == ["early", "tie 2", "tie 1", "tie 3", "late"]


def test_replies_stand_in_the_order_of_time_wherever_the_file_names_them(article: Article, bob: User) -> None:
    pks = plant_threads(
        article,
        [seed("second", "root", by=bob, minute=2), seed("first", "root", by=bob, minute=1), seed("root", by=bob)],
    )

    in_order = list(Comment.objects.in_tree_order().values_list("pk", flat=True))
    assert in_order == [pks["root"], pks["first"], pks["second"]]
    assert_columns_hold()


@pytest.mark.parametrize(
    ("links", "complaint"),
    [
        ([("a", None), ("b", "nobody")], "The parent of b is not among the seeds"),
        ([("a", None), ("b", "a"), ("b", "a")], "A key stands twice"),
        ([("a", None), ("b", "c"), ("c", "b")], "in a circle"),
        ([("a", None), ("b", "b")], "in a circle"),
    ],
)
def test_seeds_that_make_no_forest_leave_nothing(
    links: list[tuple[str, str | None]], complaint: str, article: Article, bob: User
) -> None:
    with pytest.raises(NotPlanted, match=complaint):
        plant_threads(article, [seed(key, parent, by=bob) for key, parent in links])

    assert not Comment.objects.exists()


def test_no_seeds_make_no_thread(article: Article, announced: Announced) -> None:
    assert plant_threads(article, []) == {}

    assert announced() == []
    article.refresh_from_db()
    assert (article.comment_count, article.last_comment_at) == (0, None)


def test_a_chain_five_hundred_deep_is_planted() -> None:
    comments = make_thread(chain(500))

    assert [comment.level for comment in comments] == list(range(500))
    assert (comments[0].rght, comments[0].reply_count) == (1000, 499)
    assert all(above.pk == below.parent_id for above, below in pairwise(comments))
    assert [comment.fold_rank for comment in comments] == [min(11, level) for level in range(500)]


def test_thousands_of_replies_to_one_comment_are_planted() -> None:
    wide = at_full_size(2_000, 5_000)

    root, *replies = make_thread([[]] * wide)

    assert (root.reply_count, root.rght, len(replies)) == (wide, 2 * wide + 2, wide)
    assert [reply.fold_rank for reply in replies] == [min(11, place) for place in range(1, wide + 1)]
    assert CommentBody.objects.count() == wide + 1


@pytest.mark.parametrize("gone", ["removed", "deleted"])
def test_leaves_that_are_gone_are_not_listed_and_what_stands_above_a_reply_is(
    gone: str, article: Article, bob: User
) -> None:
    pks = plant_threads(
        article,
        [
            seed("tombstone", by=bob, gone=gone),
            seed("inner tombstone", "tombstone", by=bob, minute=1, gone=gone),
            seed("leaf gone", "inner tombstone", by=bob, minute=9, gone=gone),
            seed("reply", "inner tombstone", by=bob, minute=3),
            seed("thread gone", by=bob, minute=4, gone=gone),
        ],
    )

    listed = set(Comment.objects.listed().values_list("pk", flat=True))
    assert listed == {pks["tombstone"], pks["inner tombstone"], pks["reply"]}
    article.refresh_from_db()
    assert (article.comment_count, article.last_comment_at) == (3, LONG_AGO + timedelta(minutes=3))
    assert_columns_hold()


def test_threads_that_are_all_gone_leave_the_articles_counters_alone(article: Article, bob: User) -> None:
    plant_threads(article, [seed("a", by=bob, gone="removed"), seed("b", by=bob, gone="deleted")])

    article.refresh_from_db()
    assert (article.comment_count, article.last_comment_at) == (0, None)
    assert_columns_hold()


def test_planting_adds_to_what_is_there_and_changes_none_of_it(bob: User) -> None:
    posted = make_comment()
    before = Comment.objects.values().get()

    plant_threads(posted.article, [seed("old", by=bob), seed("older", by=bob, minute=-1)])

    assert Comment.objects.values().get(pk=posted.pk) == before
    article = Article.objects.get()
    assert (article.comment_count, article.last_comment_at) == (3, posted.published_at)
    assert_columns_hold()


def test_only_the_threads_are_announced(article: Article, bob: User, announced: Announced) -> None:
    pks = plant_threads(article, [seed("a", by=bob), seed("a1", "a", by=bob), seed("b", by=bob)])

    assert announced() == [
        ("thread_planted", {"comment_id": pks["a"]}),
        ("thread_planted", {"comment_id": pks["b"]}),
    ]


def test_a_seed_brings_its_scores_its_edits_and_its_name_in_the_file(article: Article, bob: User) -> None:
    edited = LONG_AGO + timedelta(hours=1)
    earlier = [EarlierText("As it was.", LONG_AGO), EarlierText("As it was then.", LONG_AGO + timedelta(minutes=30))]

    pks = plant_threads(
        article,
        [
            Seed(
                "a",
                None,
                bob.pk,
                LONG_AGO,
                text="<b>As it is.</b>",
                html="<b>As it is.</b>",
                format="html",
                edited_at=edited,
                base_up=7,
                base_down=2,
                imported_id="42",
                earlier_texts=earlier,
            )
        ],
    )

    comment = Comment.objects.select_related("body").get(pk=pks["a"])
    assert (comment.base_up, comment.base_down, comment.up, comment.down, comment.score) == (7, 2, 7, 2, 5)
    assert 0.4 < comment.rank < 0.5
    assert (comment.body.format, comment.body.edited_at) == ("html", edited)
    assert (comment.body.imported_with, comment.body.imported_id) == (article, "42")
    assert list(CommentRevision.objects.values_list("comment", "text", "written_at")) == [
        (pks["a"], "As it was.", LONG_AGO),
        (pks["a"], "As it was then.", LONG_AGO + timedelta(minutes=30)),
    ]


def test_what_was_not_imported_belongs_to_no_file_and_has_a_key_to_be_known_by(article: Article, bob: User) -> None:
    plant_threads(article, [seed("a", by=bob)])

    body = CommentBody.objects.get()
    assert (body.imported_with, body.imported_id) == (None, None)
    assert body.form_key is not None


SHIFT_WHAT_IS_WRITTEN = {
    "sqlite": ["CREATE TRIGGER meddle AFTER INSERT ON comments_comment WHEN new.level = 1"
               " BEGIN UPDATE comments_comment SET rght = rght + 2 WHERE id = new.id; END"],
    "postgresql": [
        "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN new.rght := new.rght + 2; RETURN new; END $$",
        "CREATE TRIGGER meddle BEFORE INSERT ON comments_comment FOR EACH ROW WHEN (new.level = 1)"
        " EXECUTE FUNCTION meddle()",
    ],
}  # fmt: skip


def test_rows_that_are_not_what_was_computed_are_not_kept(article: Article, bob: User, announced: Announced) -> None:
    """Here the database itself is made to write something else."""
    with connection.cursor() as cursor:
        for statement in SHIFT_WHAT_IS_WRITTEN[connection.vendor]:
            cursor.execute(statement)

    with pytest.raises(NotPlanted, match="rght is 5, should be 3"):
        plant_threads(article, [seed("a", by=bob), seed("a1", "a", by=bob)])

    assert not Comment.objects.exists()
    assert announced() == []


def test_make_thread_plants_the_shape_that_it_is_given() -> None:
    comments = make_thread([[], [[]]], by=UserFactory.create())

    assert [comment.level for comment in comments] == [0, 1, 1, 2]
    assert_columns_hold()
