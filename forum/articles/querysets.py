"""How to speak of articles."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from forum.articles.models import Article


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Every article is public as yet; whoever shows one asks here all the same."""
        return self.all()

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_front_page(self) -> Self:
        return self.newest_first().select_related("author").defer("text", "html")
