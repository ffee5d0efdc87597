"""Finding one's way in an article of 100,000 comments: its words looked through, and its outline."""

from uuid import uuid4

from django.db import connection

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from forum.comments.posting import post_comment
from tests.bench.forest import grow, random_shapes, real_shapes
from tests.bench.pages import TIMES, shown, signed_in
from tests.bench.timing import Reader, median_ms
from tests.make import UserFactory

FEW = 5


def figures() -> None:
    print("finding, in an article of 100,000 comments")
    author, reader = UserFactory.create(username="author"), UserFactory.create(username="reader")
    shapes = real_shapes() or random_shapes()
    article = grow(100_000, author=author, shapes=shapes, seed=0)
    grow(100_000, author=author, shapes=shapes, seed=1)
    talk(article, reader, author)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = signed_in(reader)
    for what, query in (
        ("words on no comment", "?q=nobody+ever+said+this"),
        ("words on one comment", "?q=THE+WEIR+IS+GONE"),
        ("words on all comments", "?q=gauge+by+the+weir"),
        ("ten comments of one person", "?by=reader"),
        ("200,000 comments of one person", "?by=author"),
    ):
        told(f"{article.get_absolute_url()}{query}", what, browser, FEW)
    for order in ("best", "newest", "oldest", "discussed"):
        told(f"/a/{article.pk}/comments/outline?order={order}", f"outline, {order} first", browser, TIMES)


def talk(article: Article, reader: User, author: User) -> None:
    """Ten comments of the reader's, and an answer to each."""
    for root in Comment.objects.on(article).threads().order_by("pk")[:10]:
        said = post_comment(article, author=reader, text="Indeed.", form_key=uuid4(), parent=root).comment
        post_comment(article, author=author, text="Is it?", form_key=uuid4(), parent=said)
    CommentBody.objects.filter(comment=said).update(text="Now the weir\nis gone.")


def told(url: str, what: str, reader: Reader, times: int) -> None:
    taken, page = median_ms(lambda: reader.get(url), times), reader.get(url)
    print(f"  {what:32} {taken:7.1f} ms, {shown(page):3} shown, {reader.queries(url)} queries")
