"""How to speak of articles."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import F, Func, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Coalesce

from accounts.models import User

if TYPE_CHECKING:
    from forum.articles.models import Article

# What stands in lists: published, neither withdrawn nor removed nor merged into another. Its indexes say the same, to
# the letter, or they would not be used.
LISTED = Q(published_at__isnull=False, withdrawn_at__isnull=True, removed_at__isnull=True, merged_at__isnull=True)


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Articles that have a page for this viewer: published ones, own ones, and all for moderators.

        Of a withdrawn or a removed one the page says little (forum.articles.policy: may_read).
        """
        if isinstance(viewer, AnonymousUser):
            return self.filter(published_at__isnull=False)
        if viewer.moderates and viewer.is_active:
            return self.all()
        return self.filter(Q(published_at__isnull=False) | Q(author=viewer))

    def with_vote_of(self, viewer: User | AnonymousUser) -> Self:
        """Each knows what this viewer voted: `own_vote`."""
        if isinstance(viewer, AnonymousUser):
            return self
        own = models.FilteredRelation("votes", condition=Q(votes__voter=viewer.pk))
        return self.annotate(_own=own, own_vote=Coalesce("_own__value", 0))

    def locked(self, article: "Article") -> "Article":
        """The article as it is now, its row locked until the transaction ends."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=article.pk)

    def pinned(self, pk: int) -> "Article | None":
        """The article as it is now; until the transaction ends nobody merges it into another.

        Many may pin one at once and count their comments in it: only whoever merges it waits, and makes others wait.
        """
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(self.model._meta.db_table)
            with connection.cursor() as cursor:
                # Django knows no such lock. Only our own table's name is put in.
                cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR KEY SHARE", [pk])  # noqa: S608
        return self.for_links().filter(pk=pk).first()

    def listed(self) -> Self:
        return self.filter(LISTED)

    def waiting(self) -> Self:
        """For staff: neither published nor declined nor recalled."""
        return self.filter(published_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)

    def unpublished_of(self, author: User) -> Self:
        """An author's own that nobody else reads: waiting, declined, recalled, withdrawn, removed, merged."""
        return self.filter(~LISTED, author=author)

    def submitted_since(self, moment: datetime, *, author: User) -> Self:
        return self.filter(author=author, submitted_at__gt=moment)

    def of_source(self, source_key: str) -> Self:
        """Those that lead to the same page; none for what leads nowhere."""
        return self.filter(source_key=source_key) if source_key else self.none()

    def order_by_place(self, column: F | Func) -> Self:
        """Those with the most of something first; of equals the younger."""
        return self.order_by(column.desc(), F("id").desc())

    def beyond(self, column: F | Func, value: int | datetime, pk: int) -> Self:
        """Those that come after an article of that id and that much. One comparison, which an index begins at."""
        return self.filter(TupleLessThan(Tuple(column, F("id")), (value, pk)))

    def for_front_page(self) -> Self:
        return self.select_related("author").prefetch_related("tags").defer("text", "html")

    def for_links(self) -> Self:
        return self.defer("text", "html", "deck")
