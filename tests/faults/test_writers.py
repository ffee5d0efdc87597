"""Many writers at once on the same threads: no fault in a tree, nothing acknowledged lost, no lock error for anyone."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment, CommentBody
from forum.comments.moving import move_branch
from forum.comments.posting import post_comment
from forum.comments.removal import remove_comment, restore_comment
from forum.comments.trees import TreeMoved
from forum.comments.writing import Refused
from tests.make import ArticleFactory, UserFactory
from tests.sizes import at_full_size

ACTS = at_full_size(1_000, 20_000)
# One writer in sixteen on SQLite waits long enough as it is: its lock is the file's, and unfair.
WRITERS = {"postgresql": 16, "sqlite": 8}
ABORTED = 0.05


class Aborted(Exception):
    """Thrown by the test after an act, inside its transaction."""


@dataclass
class Writer:
    """One of the many. Remembers what the product told it was done: its own comments' texts and facts."""

    seed: int
    articles: list[Article]
    author: User
    acts: int
    texts: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    failure: BaseException | None = None

    def run(self) -> None:
        self.random = random.Random(self.seed)
        try:
            for _act in range(self.acts):
                self.act()
        except BaseException as failure:
            # Told to the test, which fails with it.
            self.failure = failure
        finally:
            connection.close()

    def act(self) -> None:
        verb = self.random.choices(
            [self.reply, self.begin, self.edit, self.remove, self.delete, self.move], [60, 8, 12, 9, 9, 2]
        )[0]
        try:
            if self.random.random() < ABORTED:
                self.abort()
            else:
                verb()
                self.done[verb.__name__] += 1
        except Refused:
            self.done["refused"] += 1

    def hot_article(self) -> Article:
        """Half of all that happens is on one article."""
        return self.articles[0] if self.random.random() < 0.5 else self.random.choice(self.articles)

    def some_comment(self) -> Comment | None:
        last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        near = max(1, last - self.random.randrange(60))
        return Comment.objects.published().filter(pk__gte=near).order_by("pk").first()

    def reply(self) -> None:
        parent = self.some_comment()
        self.post(parent.article if parent else self.hot_article(), parent)

    def begin(self) -> None:
        self.post(self.hot_article(), None)

    def post(self, article: Article, parent: Comment | None) -> None:
        text = f"Said by {self.seed}: {self.random.random()}"
        comment = post_comment(article, author=self.author, text=text, form_key=uuid4(), parent=parent).comment
        self.texts[comment.pk] = text

    def own(self) -> Comment | None:
        """One of the comments of which this writer alone decides: so that it knows what must be true at the end."""
        return Comment.objects.get(pk=self.random.choice(list(self.texts))) if self.texts else None

    def edit(self) -> None:
        if comment := self.own():
            text = f"Said better by {self.seed}: {self.random.random()}"
            edit_comment(comment, by=self.author, text=text, version=version_of(self.texts[comment.pk]))
            self.texts[comment.pk] = text

    def remove(self) -> None:
        comment = self.own()
        if comment and comment.pk in self.removed:
            restore_comment(comment, by=self.author)
            self.removed.discard(comment.pk)
        elif comment:
            remove_comment(comment, by=self.author, at=timezone.now())
            self.removed.add(comment.pk)

    def delete(self) -> None:
        comment = self.own()
        if comment and comment.pk in self.deleted:
            undelete_comment(comment)
            self.deleted.discard(comment.pk)
        elif comment:
            delete_comment(comment, at=timezone.now())
            self.deleted.add(comment.pk)

    def move(self) -> None:
        if comment := self.some_comment():
            move_branch(comment, to=self.random.choice(self.articles), by=self.author)

    def abort(self) -> None:
        """An act whose transaction comes to nothing."""
        try:
            with transaction.atomic():
                comment = self.some_comment()
                article = comment.article if comment else self.hot_article()
                post_comment(article, author=self.author, text="Never said.", form_key=uuid4(), parent=comment)
                raise Aborted
        except Aborted:
            self.done["aborted"] += 1
        except TreeMoved:
            self.done["moved away"] += 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_leave_every_tree_whole_and_lose_nothing() -> None:
    count = WRITERS[connection.vendor]
    articles = ArticleFactory.create_batch(6)
    writers = [Writer(seed, articles, UserFactory.create(), ACTS // count) for seed in range(count)]
    threads = [threading.Thread(target=writer.run) for writer in writers]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    done: Counter[str] = sum((writer.done for writer in writers), Counter())
    print(f"{count} writers on {connection.vendor}: {dict(done)}")  # noqa: T201 - figures for whoever runs it with -s
    assert [writer.failure for writer in writers if writer.failure] == []
    assert list(all_faults()) == []
    told = {pk: text for writer in writers for pk, text in writer.texts.items()}
    assert dict(CommentBody.objects.values_list("pk", "text")) == told
    removed, deleted = set[int]().union(*(w.removed for w in writers)), set[int]().union(*(w.deleted for w in writers))
    assert set(Comment.objects.filter(removed_at__isnull=False).values_list("pk", flat=True)) == removed
    assert set(Comment.objects.filter(deleted_at__isnull=False).values_list("pk", flat=True)) == deleted
    assert done["reply"] > ACTS / 4, "most acts must be replies for this test to mean anything"
    assert done["move"] > 0, "some branch must have moved for this test to mean anything"
