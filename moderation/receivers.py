"""What waits for a moderator comes into the queue by itself."""

from django.utils import timezone

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.receiving import receiver
from moderation.reporting import open_case_of_held


@receiver("comment_held")
def queue_held_comment(*, comment_id: int) -> None:
    comment = Comment.objects.waiting().select_related("author").filter(pk=comment_id).first()
    if comment:
        open_case_of_held(comment, at=timezone.now())


@receiver("article_submitted")
def queue_waiting_article(*, article_id: int) -> None:
    article = Article.objects.waiting().select_related("author").filter(pk=article_id).first()
    if article:
        open_case_of_held(article, at=timezone.now())
