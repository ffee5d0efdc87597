"""The stories that are discussed."""

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
from forum.votes.models import Votable

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
        return reverse("article", args=[self.pk, slug]) if slug else reverse("article", args=[self.pk])
