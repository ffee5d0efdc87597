"""Reading: does a page of 200 comments cost the same on an article of a thousand and of a hundred thousand?"""

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from tests.bench.forest import SHARED, bushy, chain, grow, random_shapes, real_shapes
from tests.bench.timing import Reader, median_ms, session_of
from tests.make import ArticleFactory, UserFactory

TIMES = 25
# "The same number of comments": as near as this.
NEAR = 0.05


def figures() -> None:
    shapes = real_shapes() or random_shapes()
    print(f"pages, median of {TIMES}, threads shaped as {'the shared ones' if SHARED.exists() else 'at random'}")
    author, reader = UserFactory.create(username="author"), signed_in(UserFactory.create(username="reader"))
    constant = ArticleFactory.create(author=author, title="Nothing said yet")
    large = grow(100_000, author=author, shapes=shapes, seed=0, first=(bushy(20_000), chain(499)))
    middle = grow(10_000, author=author, shapes=shapes, seed=0)
    small = alike(large, reader, author)
    base = median_ms(lambda: reader.get(constant.get_absolute_url()), TIMES)
    print(f"  an article without comments (the yardstick)   {base:6.1f} ms")
    of_small = 0.0
    for article in (small, middle, large):
        article.refresh_from_db()  # planting counted its comments in the row
        of_page = timed(article.get_absolute_url(), f"article of {article.comment_count:7,} comments", reader, base)
        of_small = of_small or of_page
    print(f"  100,000 against 1,000, as many comments shown: {of_page / of_small:.2f} times")
    for order in ("newest", "oldest", "discussed"):
        timed(f"{large.get_absolute_url()}?order={order}", f"100,000, {order} first", reader, base)
    inside(large, reader, base)
    timed("/", "front page", reader, base, marker='class="article')


def signed_in(person: User) -> Reader:
    return Reader(session_of(person))


def alike(large: Article, reader: Reader, author: User) -> Article:
    """An article of 1,000 whose first page shows as many comments as the large one's, within 5 %."""
    wanted = shown(reader.get(large.get_absolute_url()))
    for seed in range(50):
        small = grow(1000, author=author, shapes=real_shapes() or random_shapes(), seed=seed)
        if abs(shown(reader.get(small.get_absolute_url())) - wanted) <= NEAR * wanted:
            return small
    raise RuntimeError(f"No article of 1,000 shows {wanted} comments.")


def shown(page: str, marker: str = '<article class="comment') -> int:
    return page.count(marker)


def timed(url: str, what: str, reader: Reader, base: float, marker: str = '<article class="comment') -> float:
    taken, count, queries = (
        median_ms(lambda: reader.get(url), TIMES),
        shown(reader.get(url), marker),
        reader.queries(url),
    )
    print(f"  {what:45} {taken:6.1f} ms, {taken / base:4.1f} x the yardstick, {count:3} shown, {queries} queries")
    return taken


def inside(large: Article, reader: Reader, base: float) -> None:
    """Pages deep in the thread of 20,000 replies and in the chain of 500."""
    threads = Comment.objects.on(large).threads()
    biggest = threads.order_by("-reply_count")[0]
    deepest = Comment.objects.on(large).order_by("-level")[0]
    middle = Comment.objects.filter(tree_id=biggest.pk, lft__gte=biggest.rght // 2).order_by("lft")[0]
    child = Comment.objects.filter(parent=biggest, fold_rank__lte=6).order_by("-pk")[0]
    timed(f"/c/{biggest.pk}/replies?past={child.pk}", "fold of the thread of 20,000 replies", reader, base)
    timed(f"/c/{middle.pk}", "permalink in its middle", reader, base)
    timed(f"/c/{deepest.pk}", "permalink 499 levels deep", reader, base)
