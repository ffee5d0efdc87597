"""Comments: a narrow row in the tree, its words beside it, what they were before and will be, and the votes on it."""

from collections.abc import Collection
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.urls import reverse

from forum.articles.models import Article
from forum.comments.querysets import CommentQuerySet
from forum.comments.trees import ForestModel, lock_trees_of
from forum.lib.markdown import Format
from forum.lib.text import version_of
from forum.votes.ballots import Ballot, register
from forum.votes.models import TallyMark, Votable, Vote
from forum.votes.ranking import best_rank

CommentManager = models.Manager.from_queryset(CommentQuerySet)

# fold_rank is not counted past this: no setting shows more (settings.REPLIES_SHOWN is at most 10).
FOLD_CAP = 11


class Comment(ForestModel, Votable):
    """A row that every insertion to its left rewrites: so it is narrow, and what can live elsewhere does (CommentBody).

    Only forum.comments.posting and forum.comments.planting add rows; only the verbs of this package change them, each
    with the root's row locked (forum.comments.trees).
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, db_index=False, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    # When readers could first see it: at posting, or at its release.
    published_at = models.DateTimeField(null=True)
    # Three independent facts, so that undoing one is exact.
    held_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # Nobody answers it any more, nor what stands below it.
    locked_at = models.DateTimeField(null=True)
    # Shown in the thread: published, or a tombstone above something listed.
    listed = models.BooleanField(default=True)
    # Listed comments below, and the newest of them.
    reply_count = models.PositiveIntegerField(default=0)
    last_reply_at = models.DateTimeField(null=True)
    # The order "best" among threads, of its votes (forum.votes.ranking).
    rank = models.FloatField(default=0.0)
    # Shown at first where this is at most settings.REPLIES_SHOWN; null while unlisted (forum.comments.listing).
    fold_rank = models.PositiveSmallIntegerField(null=True)

    # Whether it stands in a locked branch, where the query asked (with_locks).
    is_locked = False
    ranked_in, shown_on = "rank", "article_id"

    objects: "ClassVar[CommentManager[Comment]]" = CommentManager()  # type: ignore[assignment]  # mptt has its own

    class Meta:
        # Else it is mptt's, which came first: `article.comments` would speak another language, and delete.
        default_manager_name = "objects"
        indexes = [
            # In exactly this form mptt recognises it and adds none of its own.
            models.Index(fields=["tree_id", "lft"], name="comments_in_tree_order"),
            models.Index(fields=["article", "id"], name="comments_of_article"),
            # What is new since a visit, and a feed's latest.
            models.Index(
                fields=["article", "-published_at", "-id"], condition=Q(listed=True), name="comments_latest_first"
            ),
            # Partial, or SQLite's planner takes "parent is null" for selective and reads every root there is.
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="replies_of_comment"),
            models.Index(
                fields=["tree_id", "fold_rank"], condition=Q(fold_rank__lt=FOLD_CAP), name="comments_shown_first"
            ),
            models.Index(
                F("article"),
                F("rank").desc(),
                F("id").desc(),
                condition=Q(parent__isnull=True, listed=True),
                name="threads_best_first",
            ),
            models.Index(
                fields=["article", "published_at", "id"],
                condition=Q(parent__isnull=True, listed=True),
                name="threads_by_age",
            ),
            models.Index(
                F("article"),
                F("reply_count").desc(),
                F("id").desc(),
                condition=Q(parent__isnull=True, listed=True),
                name="threads_by_size",
            ),
            models.Index(fields=["article", "author"], condition=Q(held_at__isnull=False), name="comments_held"),
            models.Index(Abs("tree_id"), condition=Q(locked_at__isnull=False), name="comments_locked"),
        ]
        constraints = [
            # Also what makes one root per tree: the primary key is unique.
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(tree_id=F("id"), lft=1, level=0),
                name="a_tree_is_named_after_its_root",
            ),
            models.CheckConstraint(
                condition=Q(listed=True, fold_rank__isnull=False) | Q(listed=False, fold_rank__isnull=True),
                name="only_listed_comments_have_a_fold_rank",
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | Q(published_at__isnull=False), name="a_listed_comment_was_published"
            ),
        ]

    def __str__(self) -> str:
        return f"c{self.pk}"

    @property
    def is_published(self) -> bool:
        return self.held_at is None and self.removed_at is None and self.deleted_at is None

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @classmethod
    def lock_for_tally(cls, pks: Collection[int]) -> list[int]:
        return lock_trees_of(cls, pks)

    def set_rank(self) -> None:
        self.rank = best_rank(self.up, self.down)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Comments are never deleted from the table: their replies would lose their place."""
        raise TypeError("Call forum.comments.deleting instead: a comment's row stays.")


class CommentBody(models.Model):
    """The words of a comment, kept out of the row that the tree keeps rewriting."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="body")
    # The comment's own author again: an index on the comment row would be rewritten with every reply beside it.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    text = models.TextField(blank=True)
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.MARKDOWN)
    # Rendered and sanitised from `text` when it is written.
    html = models.TextField(blank=True)
    # The last edit after the grace period.
    edited_at = models.DateTimeField(null=True)
    # A rule put it behind a line that says why; one tap opens it.
    folded_at = models.DateTimeField(null=True)
    # The form that it was posted with: the same form makes one comment, however often it arrives.
    form_key = models.UUIDField(null=True, unique=True)
    # The form of its last edit, likewise: what that form sends later is no draft any more.
    edited_with = models.UUIDField(null=True)
    # The file's thread that it came with, wherever its branch has moved since, and its id there.
    imported_with = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    imported_id = models.TextField(null=True)  # noqa: DJ001 - null means that it was posted here

    class Meta:
        indexes = [models.Index(fields=["author", "comment"], name="comments_of_author")]
        constraints = [
            models.UniqueConstraint(
                fields=["imported_with", "imported_id"], name="one_comment_per_imported_thread_and_id"
            )
        ]

    def __str__(self) -> str:
        return self.text[:50]


class CommentRevision(models.Model):
    """What a comment said before an edit. `written_at` is when that text was written, not when it was replaced."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    text = models.TextField()
    written_at = models.DateTimeField()
    # Who took this text out of the public history, and when: its words are gone for good.
    blanked_at = models.DateTimeField(null=True)
    blanked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.comment} at {self.written_at}"


class CommentDraft(models.Model):
    """What somebody is writing: nobody else's, and no comment yet (forum.comments.drafts).

    One a form, so that a form on another device writes over nothing that it was not shown.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    # Where it belongs: under an article as a new thread, below a comment, or in the place of one.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    parent = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    edited = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    # The version of the comment that an edit began with.
    edited_version = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    saved_at = models.DateTimeField()
    # The form that wrote it last.
    form_key = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["author", "-saved_at", "-id"], name="drafts_latest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "article", "form_key"], name="one_thread_draft_per_article_and_form"
            ),
            models.UniqueConstraint(
                fields=["author", "parent", "form_key"], name="one_reply_draft_per_parent_and_form"
            ),
            models.UniqueConstraint(
                fields=["author", "edited", "form_key"], name="one_edit_draft_per_comment_and_form"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, parent__isnull=True, edited__isnull=True)
                | Q(article__isnull=True, parent__isnull=False, edited__isnull=True)
                | Q(article__isnull=True, parent__isnull=True, edited__isnull=False),
                name="a_draft_is_of_a_thread_a_reply_or_an_edit",
            ),
        ]

    def __str__(self) -> str:
        return f"a draft of {self.saved_at}"

    @property
    def version(self) -> str:
        """What a form carries that has shown this text."""
        return version_of(self.text)


class CommentVote(Vote):
    votable = models.ForeignKey(Comment, on_delete=models.PROTECT, db_index=False, related_name="votes")

    class Meta(Vote.Meta):
        # With the value in it: the votes on a comment are counted without a look at their rows.
        indexes = [models.Index(fields=["votable", "value"], name="votes_on_comment")]
        constraints = [
            *Vote.Meta.constraints,
            models.UniqueConstraint(fields=["voter", "votable"], name="one_vote_per_comment_and_voter"),
        ]


class CommentTallyMark(TallyMark):
    votable = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")


register(Ballot(Comment, CommentVote, CommentTallyMark))
