"""What is kept of somebody's reading."""

from django.conf import settings
from django.db import models

from forum.articles.models import Article
from forum.comments.models import Comment


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
