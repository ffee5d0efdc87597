"""What is kept of somebody's reading, and what they want of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.comments.models import Comment
from forum.threads.nodes import COLUMNS, Node, node_in


class Visit(models.Model):
    """When somebody read an article: what was published after `since`, by others, is new to them.

    `seen_at` is the latest look of the visit; a look long after it begins another (forum.threads.visits).
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, db_index=False, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "article"], name="one_visit_per_reader_and_article"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} at {self.article_id}"


class Collapse(models.Model):
    """A branch that somebody has put away: of its comment they see the head, of what is below it nothing."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, db_index=False, related_name="+")
    collapsed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "comment"], name="one_collapse_per_reader_and_comment"),
        ]

    def __str__(self) -> str:
        return f"c{self.comment_id} for {self.reader_id}"


class AttentionQuerySet(models.QuerySet["Attention"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=now))

    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def on(self, nodes: Iterable[Node]) -> Self:
        """On any of them."""
        keys = {column: [node.pk for node in nodes if node.sort == sort] for sort, column in COLUMNS.items()}
        return self.filter(
            Q(comment__in=keys["comment"])
            | Q(article__in=keys["article"])
            | Q(whom__in=keys["whom"])
            | Q(tag__in=keys["tag"])
        )

    def muted(self) -> Self:
        return self.filter(level=Attention.Level.MUTE)

    def watched(self) -> Self:
        return self.filter(level=Attention.Level.WATCH)

    def newest_first(self) -> Self:
        return self.order_by("-set_at", "-pk")

    def beyond(self, moment: datetime, pk: int) -> Self:
        """Those that come after one that was set then. One comparison, which an index begins at."""
        return self.filter(TupleLessThan(Tuple(F("set_at"), F("id")), (moment, pk)))

    def with_nodes(self) -> Self:
        """With what each is given to."""
        return self.select_related("article", "comment__article", "comment__author", "whom", "tag")


AttentionManager = models.Manager.from_queryset(AttentionQuerySet)


class Attention(models.Model):
    """What somebody wants of a node (forum.threads.nodes) and all below it: to be told what is new, or to be spared it.

    Theirs alone to see. Where several apply the nearest does (forum.notifications.recipients).
    """

    class Level(models.TextChoices):
        WATCH = "watch", _("watched")
        MUTE = "mute", _("muted")

    # Whoever never finished signing up is deleted (accounts.forgetting), and somebody may have muted them by then.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, null=True, db_index=False, related_name="+")
    level = models.CharField(max_length=5, choices=Level.choices)
    set_at = models.DateTimeField()
    # Null: until it is set otherwise.
    until = models.DateTimeField(null=True)

    objects = AttentionManager()

    class Meta:
        indexes = [models.Index(fields=["person", "-set_at", "-id"], name="attention_latest_first")]
        constraints = [
            # By node first: so the watchers of a node are walked in batches.
            models.UniqueConstraint(fields=["article", "person"], name="one_attention_per_article_and_person"),
            models.UniqueConstraint(fields=["comment", "person"], name="one_attention_per_branch_and_person"),
            models.UniqueConstraint(fields=["whom", "person"], name="one_attention_per_person_and_person"),
            models.UniqueConstraint(fields=["tag", "person"], name="one_attention_per_tag_and_person"),
            models.CheckConstraint(
                condition=Q(article__isnull=False, comment__isnull=True, whom__isnull=True, tag__isnull=True)
                | Q(article__isnull=True, comment__isnull=False, whom__isnull=True, tag__isnull=True)
                | Q(article__isnull=True, comment__isnull=True, whom__isnull=False, tag__isnull=True)
                | Q(article__isnull=True, comment__isnull=True, whom__isnull=True, tag__isnull=False),
                name="attention_is_given_to_one_node",
            ),
            models.CheckConstraint(condition=Q(level__in=["watch", "mute"]), name="a_node_is_watched_or_muted"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("set_at")), name="attention_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(whom__isnull=True) | ~Q(whom=F("person")), name="nobody_watches_or_mutes_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.node} for {self.person_id}"

    @property
    def node(self) -> Node:
        return node_in([self.article_id, self.comment_id, self.whom_id, self.tag_id])

    @property
    def thing(self) -> Article | Comment | User | Tag | None:
        """The node's own row."""
        return self.article or self.comment or self.whom or self.tag
