"""Random acts on random threads, each followed by a comparison of every stored column with its definition."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.holding import hold_comment, release_comment, take_release_back
from forum.comments.merging import merge_article, take_apart
from forum.comments.models import Comment
from forum.comments.moving import move_branch, return_branch
from forum.comments.removal import remove_comment, restore_comment
from tests.forum.comments.brute import expected, stored
from tests.make import ArticleFactory, UserFactory, make_comment, make_thread
from tests.sizes import at_full_size

type Shape = list[Shape]

SHAPES: st.SearchStrategy[Shape] = st.recursive(
    st.builds(list[Shape]), lambda shapes: st.lists(shapes, max_size=5), max_leaves=25
)
WHICH = st.integers(min_value=0, max_value=10_000)


class Threads(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.articles = [ArticleFactory.create(), ArticleFactory.create()]
        # By moved branch: what it answered.
        self.moved: dict[int, int] = {}
        self.merged: list[int] | None = None
        self.author, self.moderator = UserFactory.create(), UserFactory.create(role="moderator")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    def pick(self, which: int) -> Comment:
        comments = list(Comment.objects.order_by("pk"))
        return comments[which % len(comments)]

    @rule(shape=SHAPES, which=WHICH)
    def plant(self, shape: Shape, which: int) -> None:
        if Comment.objects.count() < 60:
            make_thread(shape, on=self.articles[which % 2], by=self.author)

    def there(self, which: int) -> Article:
        """One of those that are not merged into the other."""
        return self.articles[0 if self.merged is not None else which % 2]

    @rule(which=WHICH)
    def begin_a_thread(self, which: int) -> None:
        make_comment(on=self.there(which), by=self.author)

    @precondition(lambda self: Comment.objects.published().exists())
    @rule(which=WHICH)
    def reply(self, which: int) -> None:
        comments = list(Comment.objects.published().order_by("pk"))
        make_comment(to=comments[which % len(comments)], by=self.author)

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=WHICH)
    def remove(self, which: int) -> None:
        remove_comment(self.pick(which), by=self.moderator, at=timezone.now())

    @precondition(lambda self: Comment.objects.filter(removed_at__isnull=False).exists())
    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        gone = list(Comment.objects.filter(removed_at__isnull=False).order_by("pk"))
        restore_comment(gone[which % len(gone)], by=self.moderator)

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        delete_comment(self.pick(which), at=timezone.now())

    @precondition(lambda self: Comment.objects.filter(deleted_at__isnull=False).exists())
    @rule(which=WHICH)
    def undelete(self, which: int) -> None:
        gone = list(Comment.objects.filter(deleted_at__isnull=False).order_by("pk"))
        undelete_comment(gone[which % len(gone)])

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=WHICH)
    def hold(self, which: int) -> None:
        hold_comment(self.pick(which), at=timezone.now())

    @precondition(lambda self: Comment.objects.filter(held_at__isnull=False).exists())
    @rule(which=WHICH)
    def release(self, which: int) -> None:
        held = list(Comment.objects.filter(held_at__isnull=False).order_by("pk"))
        release_comment(held[which % len(held)], at=timezone.now() + timedelta(seconds=1))

    @precondition(lambda self: Comment.objects.filter(held_at__isnull=False).exists())
    @rule(which=WHICH)
    def release_and_think_again(self, which: int) -> None:
        held = list(Comment.objects.filter(held_at__isnull=False).order_by("pk"))
        comment, at = held[which % len(held)], timezone.now()
        release_comment(comment, at=at)
        take_release_back(comment, released_at=at, at=at)

    @precondition(lambda self: self.merged is None and Comment.objects.listed().exists())
    @rule(which=WHICH)
    def move(self, which: int) -> None:
        comments = list(Comment.objects.listed().order_by("pk"))
        comment = comments[which % len(comments)]
        [other] = [article for article in self.articles if article.pk != comment.article_id]
        if comment.parent_id is not None:
            self.moved[comment.pk] = comment.parent_id
        move_branch(comment, to=other, by=self.moderator)

    @precondition(lambda self: self.moved)
    @rule(which=WHICH)
    def put_back(self, which: int) -> None:
        pk, parent = list(self.moved.items())[which % len(self.moved)]
        thread = Comment.objects.get(pk=pk)
        return_branch(thread, to=Comment.objects.get(pk=parent), away_from=thread.article_id, by=self.moderator)
        del self.moved[pk]

    @precondition(lambda self: self.merged is None)
    @rule()
    def merge(self) -> None:
        kept, gone = self.articles
        self.merged = merge_article(gone, into=kept, by=self.moderator, at=timezone.now())

    @precondition(lambda self: self.merged is not None)
    @rule()
    def part(self) -> None:
        gone = Article.objects.get(pk=self.articles[1].pk)
        assert take_apart(gone, threads=self.merged or [], by=self.moderator)
        self.merged = None

    @invariant()
    def every_column_is_what_its_definition_says(self) -> None:
        comments = list(Comment.objects.all())
        assert stored(comments) == expected(comments)

    @invariant()
    def articles_count_their_listed_comments(self) -> None:
        for article in Article.objects.all():
            listed = list(Comment.objects.listed().on(article))
            newest = max((comment.published_at for comment in listed if comment.published_at), default=None)
            assert (article.comment_count, article.last_comment_at) == (len(listed), newest)

    @invariant()
    def branches_stay_on_one_article(self) -> None:
        assert not Comment.objects.exclude(parent=None).exclude(article=F("parent__article")).exists()

    @invariant()
    def check_tree_agrees(self) -> None:
        assert list(all_faults()) == []


@pytest.mark.django_db
def test_stored_columns_follow_every_act() -> None:
    bounded = settings(
        max_examples=at_full_size(15, 60),
        stateful_step_count=at_full_size(25, 40),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Threads, settings=bounded)
