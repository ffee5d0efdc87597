"""Several acts on cases in one transaction: a lock for all of a kind, one insert for all that they log and announce.

In the order of locks that holds everywhere: cases, trees, articles, each in id order, the log's head last.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.trees import holding_trees_of
from forum.events.announcing import announced_together
from moderation.models import Case
from moderation.models.cases import CaseQuerySet, at_hand
from moderation.sheets import written_or_not, written_together


@contextmanager
def together(cases: CaseQuerySet) -> Iterator[dict[int, Case]]:
    """These cases by their keys. All that acts on them lock is held, in the transaction of whoever calls this."""
    locked = cases.order_by("pk").select_for_update(no_key=True, of=("self",))
    things = list(locked.values_list("comment", "article"))
    comments = [comment for comment, _article in things if comment]
    with holding_trees_of(Comment, comments):
        # Once the trees are held no branch moves to another article.
        under = Comment.objects.filter(pk__in=comments).values_list("article_id", flat=True)
        lock_articles({*under, *(article for _comment, article in things if article)})
        found = cases.for_decision().select_related("decision").in_bulk()
        with at_hand(list(found.values())), announced_together(), written_together():
            yield found


@contextmanager
def by_itself() -> Iterator[None]:
    """One of these acts: where it fails nothing is left of it, and the others go on."""
    with written_or_not(), announced_together(), transaction.atomic():
        yield


def lock_articles(pks: set[int]) -> None:
    list(Article.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True).values_list("pk"))
