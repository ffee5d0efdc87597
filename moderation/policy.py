"""What can be done to the thing of a case. Buttons, forms and bulk acts ask the same predicates."""

from forum.articles.models import Article
from forum.articles.policy import is_waiting
from forum.comments.models import Comment
from forum.comments.policy import is_published

type Thing = Comment | Article


# A comment is removed; an article is declined while it waits, and once it is published locked or left.


def can_remove(thing: Thing) -> bool:
    if isinstance(thing, Comment):
        return thing.removed_at is None and thing.deleted_at is None
    return is_waiting(thing)


# What readers see is kept from them until it is decided.


def can_hold(thing: Thing) -> bool:
    return isinstance(thing, Comment) and is_published(thing)


def can_lock(thing: Thing) -> bool:
    article = thing if isinstance(thing, Article) else thing.article
    return article.published_at is not None and article.locked_at is None
