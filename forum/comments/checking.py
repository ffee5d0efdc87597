"""Checking the trees from parent links alone, and mending them tree by tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import batched, groupby
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.comments import trees
from forum.comments.columns import Link, computed
from forum.comments.models import Comment

COLUMNS = ("tree_id", "level", "lft", "rght", "listed", "reply_count", "last_reply_at", "fold_rank")
NEEDED = ("pk", "parent_id", "article_id", "published_at", "held_at", "removed_at", "deleted_at", *COLUMNS)
# Trees read at once: most threads are one comment, and a query for each would be most of the work.
TREES_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One column that is not what it should be. `should` None in column "parent_id": nothing can mend it."""

    thing: str
    column: str
    found: object
    should: object

    def __str__(self) -> str:
        return f"{self.thing}: {self.column} is {self.found}, should be {self.should}"


def strays() -> Iterator[Fault]:
    """Comments that are not in the tree, or not on the article, of their parent; threads of a merged article."""
    merged = Comment.objects.threads().filter(article__merged_into__isnull=False)
    for pk, found, should in merged.values_list("pk", "article_id", "article__merged_into").iterator():
        yield Fault(f"c{pk}", "article_id", found, should)
    replies = Comment.objects.filter(parent__isnull=False)
    for column in ("tree_id", "article_id"):
        wrong = replies.exclude(**{column: F(f"parent__{column}")})
        for pk, found, should in wrong.values_list("pk", column, f"parent__{column}").iterator():
            yield Fault(f"c{pk}", column, found, should)


def all_faults(seen: Callable[[int], object] = lambda count: None) -> Iterator[Fault]:
    """Every fault in every tree, one tree in memory at a time, then those of the articles' counters.

    `seen` is told of each tree how many comments it has.
    """
    yield from strays()
    for tree in each_tree():
        yield from faults_among(tree)
        seen(len(tree))
    yield from article_faults(Article.objects.all())


def each_tree() -> Iterator[list[Comment]]:
    rows = Comment.objects.in_tree_order().only(*NEEDED).iterator()
    return (list(tree) for _tree_id, tree in groupby(rows, key=attrgetter("tree_id")))


def faults_in(tree_ids: Iterable[int]) -> Iterator[Fault]:
    """The faults of some trees, from the rows as they are in the database."""
    for some in batched(tree_ids, TREES_A_QUERY):
        yield from faults_among(list(Comment.objects.filter(tree_id__in=some).only(*NEEDED)))


def faults_among(tree: Sequence[Comment]) -> Iterator[Fault]:
    should = computed(Link(row.pk, row.parent_id, row.is_published, row.published_at) for row in tree)
    for row in tree:
        if row.pk not in should:
            yield Fault(f"c{row.pk}", "parent_id", row.parent_id, None)
            continue
        for column, value in asdict(should[row.pk]).items():
            if getattr(row, column) != value:
                yield Fault(f"c{row.pk}", column, getattr(row, column), value)


def article_faults(articles: ArticleQuerySet) -> Iterator[Fault]:
    """Those of these articles whose counters are not what their listed comments say."""
    listed = Comment.objects.listed().filter(article=OuterRef("pk")).order_by().values("article")
    counters = articles.order_by("pk").values_list(
        "pk",
        "comment_count",
        "last_comment_at",
        Coalesce(Subquery(listed.annotate(n=Count("pk")).values("n")), 0),
        Subquery(listed.annotate(newest=Max("published_at")).values("newest")),
    )
    for pk, count, newest, count_should, newest_should in counters.iterator():
        if count != count_should:
            yield Fault(f"a{pk}", "comment_count", count, count_should)
        if newest != newest_should:
            yield Fault(f"a{pk}", "last_comment_at", newest, newest_should)


def mend() -> int:
    """Set every column right that parent links can tell. The number of trees that were changed.

    Trees first, so that the rest can go tree by tree, each in a transaction of its own with its root locked.
    """
    mend_strays()
    broken = [tree[0].tree_id for tree in each_tree() if any(faults_among(tree))]
    for tree_id in broken:
        mend_tree(tree_id)
    for pk in sorted({int(fault.thing[1:]) for fault in article_faults(Article.objects.all())}):
        mend_article(pk)
    return len(broken)


def mend_strays() -> None:
    """Give replies the tree and the article of the root that they hang on, found by going down from the roots.

    What hangs on none, a circle of parents, is never met: it is left alone. Threads of an article that was merged go
    where they belong, first.
    """
    home = Article.objects.filter(pk=OuterRef("article")).values("merged_into")
    merged = Comment.objects.threads().filter(article__merged_into__isnull=False)
    merged.update(article=Subquery(home))
    table = connection.ops.quote_name(Comment._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE home(id, tree_id, article_id) AS ("  # noqa: S608 - the only name put in is our own table's
            f" SELECT id, id, article_id FROM {table} WHERE parent_id IS NULL"
            f" UNION ALL SELECT c.id, home.tree_id, home.article_id FROM home JOIN {table} c ON c.parent_id = home.id)"
            f" UPDATE {table} SET tree_id = home.tree_id, article_id = home.article_id FROM home"
            f" WHERE {table}.id = home.id"
            f" AND ({table}.tree_id <> home.tree_id OR {table}.article_id <> home.article_id)"
        )


@transaction.atomic
def mend_tree(tree_id: int) -> None:
    """Rewrite the columns of one tree from its parent links."""
    trees.lock_trees(Comment, [tree_id])
    tree = list(Comment.objects.filter(tree_id=tree_id).only(*NEEDED))
    should = computed(Link(row.pk, row.parent_id, row.is_published, row.published_at) for row in tree)
    rows = [row for row in tree if row.pk in should]
    for row in rows:
        for column, value in asdict(should[row.pk]).items():
            setattr(row, column, value)
    Comment.objects.bulk_update(rows, COLUMNS, batch_size=500)


@transaction.atomic
def mend_article(pk: int) -> None:
    """Set an article's counters right, under its lock: whoever has not counted yet waits, and cannot be seen yet."""
    article = Article.objects.filter(pk=pk)
    article.select_for_update(no_key=True).get()
    for fault in article_faults(article):
        article.update(**{fault.column: fault.should})
