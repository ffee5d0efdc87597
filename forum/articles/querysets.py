"""How to speak of articles."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Coalesce

from accounts.models import User

if TYPE_CHECKING:
    from forum.articles.models import Article  # noqa: F401 - named in a string below, which ruff does not read


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Every article is public as yet; whoever shows one asks here all the same."""
        return self.all()

    def with_vote_of(self, viewer: User | AnonymousUser) -> Self:
        """Each knows what this viewer voted: `own_vote`."""
        if isinstance(viewer, AnonymousUser):
            return self
        own = models.FilteredRelation("votes", condition=models.Q(votes__voter=viewer.pk))
        return self.annotate(_own=own, own_vote=Coalesce("_own__value", 0))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def older_than(self, pk: int) -> Self:
        """Those after the given article, newest first; two of one moment stand by id."""
        pivot = self.model.objects.filter(pk=pk).order_by()
        at = models.Subquery(pivot.values("published_at"))
        return self.filter(models.Q(published_at__lt=at) | models.Q(pk__lt=pk), published_at__lte=at)

    def for_front_page(self) -> Self:
        return self.newest_first().select_related("author").defer("text", "html")

    def for_links(self) -> Self:
        return self.defer("text", "html", "deck")
