"""Posting: what a reply costs, by the size of its thread and where it is put."""

from functools import partial
from uuid import uuid4

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.planting import plant_threads
from forum.comments.posting import post_comment
from tests.bench.forest import bushy, seeds_of
from tests.bench.timing import median_ms
from tests.make import ArticleFactory, UserFactory

TIMES = 15
# 5,000 is where a thread is full (settings.THREAD_LIMIT).
SIZES = (10, 100, 1000, 4900)


def figures() -> None:
    print(f"posting a reply, median of {TIMES}: to the first comment, to one in the middle of the thread")
    author = UserFactory.create(username="poster")
    for size in SIZES:
        article = ArticleFactory.create(author=author)
        pks = plant_threads(article, list(seeds_of(bushy(size - 1), 0, author, ups=1)))
        root = Comment.objects.get(pk=pks["0"])
        middle = Comment.objects.filter(tree_id=root.pk, lft__gte=root.rght // 2).order_by("lft")[0]
        last, among = (median_ms(partial(reply, to, author), TIMES) for to in (root, middle))
        print(f"  thread of {size:5,}  {last:6.1f} ms  {among:6.1f} ms")


def reply(to: Comment, author: User) -> None:
    post_comment(to.article, author=author, text="So it does.", form_key=uuid4(), parent=to)
