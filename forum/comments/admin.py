"""Comments, for operators. What they do to them is in moderation.admin."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import people_called
from forum.comments.models import Comment
from forum.comments.querysets import CommentQuerySet
from forum.lib.admin import Window, number_in

# Words of a comment that a row of the list shows.
EXCERPT = 80
WORDS = {"held": gettext_lazy("held"), "removed": gettext_lazy("removed"), "deleted": gettext_lazy("deleted")}


class State(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    chosen: dict[str, Callable[[CommentQuerySet], CommentQuerySet]] = {
        "published": CommentQuerySet.published,
        "waiting": CommentQuerySet.waiting,
        "removed": lambda rows: rows.filter(removed_at__isnull=False),
        "deleted": lambda rows: rows.filter(deleted_at__isnull=False),
    }

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [
            ("published", _("published")),
            ("waiting", _("waiting for a moderator")),
            ("removed", _("removed by a moderator")),
            ("deleted", _("deleted by its author")),
        ]

    def queryset(self, request: HttpRequest, rows: CommentQuerySet) -> CommentQuerySet:  # type: ignore[override]  # of these rows alone
        choice = self.value()
        return self.chosen[choice](rows) if choice in self.chosen else rows


@admin.register(Comment)
class Comments(Window[Comment]):
    list_display = ("__str__", "author", "excerpt", "article", "created_at", "state")
    list_filter = (State,)
    list_select_related = ("author", "article", "body")
    search_help_text = gettext_lazy("The number of a comment, or the exact name of its author.")
    fields = (
        "id",
        "article",
        "parent",
        "author",
        "text",
        "created_at",
        "published_at",
        "held_at",
        "removed_at",
        "deleted_at",
        "locked_at",
        "listed",
        "reply_count",
        "last_reply_at",
        "score",
        "tree_id",
        "lft",
        "rght",
        "level",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return Comment.objects.defer("article__text", "article__html", "article__deck", "body__html")

    def view_on_site(self, comment: Comment) -> str:
        return comment.get_absolute_url()

    def found(self, rows: QuerySet[Comment], words: str) -> QuerySet[Comment]:
        key = number_in(words, "c")
        return rows.filter(body__author__in=people_called(words)) if key is None else rows.filter(pk=key)

    @admin.display(description=gettext_lazy("text"))
    def text(self, comment: Comment) -> str:
        return comment.body.text

    @admin.display(description=gettext_lazy("text"))
    def excerpt(self, comment: Comment) -> str:
        text = comment.body.text
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"

    @admin.display(description=gettext_lazy("state"))
    def state(self, comment: Comment) -> str:
        facts = {"held": comment.held_at, "removed": comment.removed_at, "deleted": comment.deleted_at}
        return ", ".join(str(WORDS[name]) for name, at in facts.items() if at) or _("published")
