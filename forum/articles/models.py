"""The stories that are discussed, and the votes on them."""

from collections.abc import Collection
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.articles.querysets import ArticleQuerySet
from forum.lib.markdown import Format
from forum.votes.ballots import Ballot, register
from forum.votes.models import TallyMark, Votable, Vote
from forum.votes.ranking import hot_rank

# What stands in an address where a title may: an article called "Vote" goes without its title.
VERBS = {"vote"}

ArticleManager = models.Manager.from_queryset(ArticleQuerySet)


class Article(Votable):
    title = models.TextField(blank=True)
    deck = models.TextField(blank=True)
    dateline_place = models.TextField(blank=True)
    dateline_date = models.DateField(null=True, blank=True)
    source_name = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles")
    text = models.TextField(blank=True)
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.MARKDOWN)
    # Rendered and sanitised from `text` when it is written.
    html = models.TextField(blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    # Listed comments, and the newest of them: kept by forum.comments.
    comment_count = models.PositiveIntegerField(default=0)
    last_comment_at = models.DateTimeField(null=True, blank=True)
    # The order "hot" of the front page, of its score and its time (forum.votes.ranking).
    hot = models.BigIntegerField(default=0)
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
        indexes = [models.Index(fields=["-published_at", "-id"], name="articles_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["imported_source", "imported_id"], name="one_article_per_source_and_id"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """The title, or words for its absence: imported articles may have none."""
        return self.title or str(_("Untitled"))

    @property
    def source_link(self) -> str:
        """The source's address if it leads to the web, else nothing: a page links nowhere else."""
        return self.source_url if self.source_url.lower().startswith(("http://", "https://")) else ""

    def get_absolute_url(self) -> str:
        slug = slugify(self.title)[:80].strip("-")
        is_free = slug and slug not in VERBS
        return reverse("article", args=[self.pk, slug]) if is_free else reverse("article", args=[self.pk])

    @classmethod
    def lock_for_tally(cls, pks: Collection[int]) -> list[int]:
        articles = cls.objects.filter(pk__in=pks).order_by("pk")
        return list(articles.select_for_update(no_key=True).values_list("pk", flat=True))

    def set_rank(self) -> None:
        self.hot = hot_rank(self.score, self.published_at)


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
