"""Articles, for operators. What they do to them is in moderation.admin."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import people_called
from forum.articles.models import Article
from forum.lib.admin import Window, number_in


class Locked(admin.SimpleListFilter):
    title = gettext_lazy("discussion")
    parameter_name = "discussion"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("open", _("open")), ("locked", _("locked"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Article]) -> QuerySet[Article]:
        return rows if self.value() is None else rows.filter(locked_at__isnull=self.value() == "open")


@admin.register(Article)
class Articles(Window[Article]):
    list_display = ("headline", "author", "published_at", "comment_count", "score", "locked_at")
    list_filter = (Locked,)
    list_select_related = ("author",)
    search_help_text = gettext_lazy("The number of an article, a part of its title, or the exact name of its author.")
    fields = (
        "id",
        "title",
        "deck",
        "author",
        "source_name",
        "source_url",
        "text",
        "published_at",
        "edited_at",
        "locked_at",
        "merged_into",
        "merged_at",
        "comment_count",
        "last_comment_at",
        "score",
        "imported_source",
        "imported_id",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.defer("html")

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    def found(self, rows: QuerySet[Article], words: str) -> QuerySet[Article]:
        if (key := number_in(words, "a")) is not None:
            return rows.filter(pk=key)
        return rows.filter(Q(title__icontains=words) | Q(author__in=people_called(words)))
