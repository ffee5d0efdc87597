"""Articles that were merged into another: where they are found now, and what is told of them there."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.lib.addresses import host_of
from forum.lib.moved import MovedOn


@dataclass(frozen=True)
class Also:
    """Somebody who sent in the same, and where it led if that was elsewhere."""

    username: str
    # Empty for the nameless of an imported thread, None for whoever has an account.
    imported_name: str | None
    url: str
    host: str

    @property
    def name(self) -> str:
        return self.username if self.imported_name is None else self.imported_name


def standing(article: Article) -> Article:
    """An article that was asked for. Raises MovedOn where it was merged into another."""
    if article.merged_into_id is not None:
        raise MovedOn(article.merged_into_id)
    return article


# The separators that ASCII has for it: no text that comes in by a form holds them. NONE is an absent name.
ROW, FIELD, NONE = "\x1e", "\x1f", "\x1d"


def with_also(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Each knows what was merged into it (`also_of`): in the statement that fetches it, as its page has none to spare.

    What a moderator removed of it, or its author withdrew, is not told.
    """
    name = Coalesce("author__imported_name", Value(NONE))
    fields = (F("pk"), F("author__username"), name, F("source_key"), F("source_url"))
    parts = (part for field in fields for part in (Cast(field, TextField()), Value(FIELD)))
    row = Concat(*parts, output_field=TextField())
    merged = Article.objects.filter(merged_into=OuterRef("pk"), removed_at__isnull=True, withdrawn_at__isnull=True)
    rows = merged.order_by().values("merged_into").annotate(rows=StringAgg(row, delimiter=Value(ROW)))
    return articles.annotate(also=Coalesce(Subquery(rows.values("rows")), Value(""), output_field=TextField()))


def also_of(article: Article) -> list[Also]:
    """In the order in which they were sent in. Of an article that came with_also; nothing of others."""
    told: str = vars(article).get("also", "")
    rows = [row.split(FIELD) for row in told.split(ROW) if row]
    return [
        Also(username, None if name == NONE else name, *link_of(url, key, article))
        for _pk, username, name, key, url, *_rest in sorted(rows, key=lambda row: int(row[0]))
    ]


def link_of(url: str, key: str, article: Article) -> tuple[str, str]:
    """Its address and the name of that site; nothing where it leads where the article itself does."""
    link = "" if key and key == article.source_key else Article(source_url=url).source_link
    return link, host_of(link)
