"""Why an article takes no new comments."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from forum.articles.models import Article


def why_closed(article: "Article") -> str:
    """In words for who wants to write one; empty while it takes them."""
    if article.merged_at:
        return _("This article was merged into another: the discussion goes on there. Send it again to say it there.")
    if article.removed_at:
        return _("This article was removed by a moderator: its discussion can be read, but not continued.")
    if article.withdrawn_at:
        return _("This article was withdrawn: its discussion can be read, but not continued.")
    if article.published_at is None:
        return _("This article is not published yet: its discussion begins when it is.")
    if article.locked_at:
        return _("This discussion is locked: it can be read, but not continued.")
    days = settings.ARTICLES_CLOSE_AFTER_DAYS
    if days and timezone.now() - article.published_at > timedelta(days=days):
        return _("This discussion is closed: it began long ago. It can be read, but not continued.")
    return ""
