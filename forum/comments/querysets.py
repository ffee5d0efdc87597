"""How to speak of comments."""

from typing import TYPE_CHECKING, NoReturn, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Abs

from accounts.models import User
from forum.articles.models import Article

if TYPE_CHECKING:
    from forum.comments.models import Comment  # noqa: F401 - named in a string below, which ruff does not read


class CommentQuerySet(models.QuerySet["Comment"]):
    def delete(self) -> NoReturn:
        """Comments are never deleted from the table: their replies would lose their place."""
        raise TypeError("Call forum.comments.deleting instead: a comment's row stays.")

    def published(self) -> Self:
        return self.filter(held_at__isnull=True, removed_at__isnull=True, deleted_at__isnull=True)

    def waiting(self) -> Self:
        """Held for a moderator, and neither deleted nor removed meanwhile."""
        return self.filter(held_at__isnull=False, removed_at__isnull=True, deleted_at__isnull=True)

    def listed(self) -> Self:
        """What the thread shows every reader: published comments, and tombstones above something listed."""
        return self.filter(listed=True)

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Comments that have a place on a page for this viewer: listed ones, own ones, and all for moderators.

        A tombstone is visible; its words are not (see Comment policy: may_read).
        """
        if isinstance(viewer, AnonymousUser):
            return self.listed()
        if viewer.moderates:
            return self.all()
        return self.filter(Q(listed=True) | Q(author=viewer))

    def with_locks(self) -> Self:
        """Each knows whether it, or one that it stands below, is locked: `is_locked`."""
        return self.annotate(is_locked=self._has_lock_above())

    def in_locked_branches(self) -> Self:
        return self.filter(self._has_lock_above())

    def _has_lock_above(self) -> Exists:
        """By the index of what is locked, which holds next to nothing: it alone knows what ABS of tree_id is. By others
        the database would read all of the tree to the left.
        """
        locks = self.model.objects.annotate(tree=Abs("tree_id")).filter(locked_at__isnull=False)
        return Exists(locks.filter(tree=OuterRef("tree_id"), lft__lte=OuterRef("lft"), rght__gte=OuterRef("rght")))

    def on(self, article: Article) -> Self:
        return self.filter(article=article)

    def threads(self) -> Self:
        """Top-level comments."""
        return self.filter(parent__isnull=True)

    def newest_first(self) -> Self:
        """By when readers could first see them."""
        return self.order_by("-published_at", "-pk")

    def in_tree_order(self) -> Self:
        return self.order_by("tree_id", "lft")
