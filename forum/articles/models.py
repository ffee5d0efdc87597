"""The stories that are discussed, what they said before, what is being written, their tags, and the votes on them."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.articles.closing import why_closed
from forum.articles.querysets import LISTED, ArticleQuerySet
from forum.lib.markdown import Format
from forum.votes.ballots import Ballot, register
from forum.votes.models import TallyMark, Votable, Vote
from forum.votes.ranking import hot_rank

ArticleManager = models.Manager.from_queryset(ArticleQuerySet)


class Tag(models.Model):
    """A subject. Whoever runs the forum defines them (`manage.py tags`); a file that is imported brings its own."""

    slug = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_tag_per_name_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class Story(models.Model):
    """What somebody writes of an article; what its history keeps."""

    title = models.TextField(blank=True)
    deck = models.TextField(blank=True)
    dateline_place = models.TextField(blank=True)
    dateline_date = models.DateField(null=True, blank=True)
    source_name = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True


class Article(Story, Votable):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles")
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.MARKDOWN)
    # Rendered and sanitised from `text` when it is written.
    html = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    # What two addresses of one page have in common (forum.lib.addresses).
    source_key = models.TextField(blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)
    # Null while it waits for staff, and for good where they decline it.
    published_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What its author is told of why.
    declined_because = models.TextField(blank=True)
    # By its author: before it is published that is a recall.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # By a moderator, who may restore it.
    removed_at = models.DateTimeField(null=True, blank=True)
    # By a moderator: its threads go on under another article, which is merged into none itself. Its votes stay here.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here")
    merged_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    # Listed comments, and the newest of them: kept by forum.comments.
    comment_count = models.PositiveIntegerField(default=0)
    last_comment_at = models.DateTimeField(null=True, blank=True)
    # The order "hot" of the front page, of its score and its time (forum.votes.ranking).
    hot = models.BigIntegerField(default=0)
    # The form that it was sent in with: the same form makes one article, however often it arrives.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    # Which thread of a file it is; what began here is known elsewhere by its key.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    imported_source = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means that it began here
    imported_id = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means that it began here

    # What the reader voted, where the query asked (with_vote_of).
    own_vote = 0
    ranked_in = "hot"
    ranked_by = ("published_at",)

    objects: "ClassVar[ArticleManager[Article]]" = ArticleManager()

    class Meta:
        indexes = [
            # One an order of the front page (forum.articles.orders), of what stands on it.
            models.Index(F("hot").desc(), F("id").desc(), condition=LISTED, name="articles_hot_first"),
            models.Index(F("published_at").desc(), F("id").desc(), condition=LISTED, name="articles_newest_first"),
            models.Index(
                Coalesce("last_comment_at", "published_at").desc(),
                F("id").desc(),
                condition=LISTED,
                name="articles_active_first",
            ),
            models.Index(F("score").desc(), F("id").desc(), condition=LISTED, name="articles_top_first"),
            models.Index(F("comment_count").desc(), F("id").desc(), condition=LISTED, name="articles_discussed_first"),
            # The top of a day, a week, a month: found by time, and ranked without a look at the rows.
            models.Index(fields=["published_at", "score", "id"], condition=LISTED, name="articles_scored_by_time"),
            models.Index(fields=["author", "submitted_at"], name="articles_of_author"),
            models.Index(fields=["source_key"], name="articles_of_source"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(published_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="articles_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["imported_source", "imported_id"], name="one_article_per_source_and_id"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | Q(published_at__isnull=True),
                name="a_declined_article_is_not_published",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
                name="somebody_declined_a_declined_article",
            ),
            models.CheckConstraint(
                condition=Q(merged_at__isnull=True, merged_into__isnull=True)
                | (Q(merged_at__isnull=False, merged_into__isnull=False) & ~Q(merged_into=F("id"))),
                name="a_merged_article_is_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """The title, or words for its absence: imported articles may have none, and what was removed none to be seen.

        To nobody: where its author and moderators read it, the page says `title`.
        """
        if self.removed_at:
            return str(_("Removed article"))
        return self.full_title

    @property
    def full_title(self) -> str:
        """For those who may read it, removed or not."""
        return self.title or str(_("Untitled"))

    @property
    def source_link(self) -> str:
        """The source's address if it leads to the web, else nothing: a page links nowhere else."""
        return self.source_url if self.source_url.lower().startswith(("http://", "https://")) else ""

    @property
    def began_at(self) -> datetime:
        """Since when its readers could see it; while there are none, since when it has been here."""
        return self.published_at or self.submitted_at

    @property
    def why_closed(self) -> str:
        """Why it takes no new comments, in words for who wants to write one; empty while it takes them."""
        return why_closed(self)

    def get_absolute_url(self) -> str:
        slug = "" if self.removed_at else slugify(self.title)[:80].strip("-")
        return reverse("article", args=[self.pk, slug]) if slug else reverse("article", args=[self.pk])

    @classmethod
    def lock_for_tally(cls, pks: Collection[int]) -> list[int]:
        articles = cls.objects.filter(pk__in=pks).order_by("pk")
        return list(articles.select_for_update(no_key=True).values_list("pk", flat=True))

    def set_rank(self) -> None:
        self.hot = hot_rank(self.score, self.published_at) if self.published_at else 0


class ArticleVote(Vote):
    votable = models.ForeignKey(Article, on_delete=models.PROTECT, db_index=False, related_name="votes")

    class Meta(Vote.Meta):
        # With the value in it: the votes on an article are counted without a look at their rows.
        indexes = [models.Index(fields=["votable", "value"], name="votes_on_article")]
        constraints = [
            *Vote.Meta.constraints,
            models.UniqueConstraint(fields=["voter", "votable"], name="one_vote_per_article_and_voter"),
        ]


class ArticleTallyMark(TallyMark):
    votable = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")


register(Ballot(Article, ArticleVote, ArticleTallyMark))


class ArticleRevision(Story):
    """What an article said before an edit. `written_at` is when that was written, not when it was replaced."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    # The names of its tags, by commas: a tag that is gone since was there all the same.
    tag_names = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.article} at {self.written_at}"


class ArticleDraft(models.Model):
    """A new article that somebody is writing: one a person."""

    author = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="article_draft"
    )
    # What was typed, by field, whether it will do or not.
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a draft of {self.saved_at}"
