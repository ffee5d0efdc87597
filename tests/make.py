"""What tests are made of. Each factory wants only what the test is about.

Comments enter by the two doors alone: `make_comment` posts, `make_thread` plants.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.posting import post_comment
from forum.votes.ranking import hot_rank
from moderation.models import Rule

LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class ArticleFactory(factory.django.DjangoModelFactory[Article]):
    class Meta:
        model = Article

    title = factory.Sequence(lambda n: f"The river rises for the {n}. time")
    author = factory.SubFactory(UserFactory)
    text = "It rained."
    html = "<p>It rained.</p>"
    score = 0
    published_at = factory.LazyFunction(timezone.now)
    hot = factory.LazyAttribute(lambda article: hot_rank(article.score, article.published_at or LONG_AGO))


class RuleFactory(factory.django.DjangoModelFactory[Rule]):
    class Meta:
        model = Rule

    title = factory.Sequence(lambda n: f"No rain on day {n}")


def make_comment(
    *, on: Article | None = None, to: Comment | None = None, by: User | None = None, text: str = "Indeed."
) -> Comment:
    """Post a comment: a reply where `to` is given, else a thread on an article."""
    article = to.article if to is not None else on or ArticleFactory.create()
    author = by or UserFactory.create()
    return post_comment(article, author=author, text=text, form_key=uuid4(), parent=to).comment


def make_thread(shape: Sequence[object], *, on: Article | None = None, by: User | None = None) -> list[Comment]:
    """Plant one thread and return its comments in tree order, a minute apart in that order.

    A shape lists the replies, each again a shape: [] is a lone comment, [[], [[]]] one with two replies and a reply to
    the second.
    """
    article, author = on or ArticleFactory.create(), by or UserFactory.create()
    seeds: list[Seed] = []
    stack: list[tuple[Sequence[object], str | None]] = [(shape, None)]
    while stack:
        replies, parent = stack.pop()
        key = str(len(seeds))
        at = LONG_AGO + timedelta(minutes=len(seeds))
        seeds.append(Seed(key, parent, author.pk, at, text=f"No. {key}", html=f"<p>No. {key}</p>"))
        stack.extend((reply, key) for reply in reversed(replies) if isinstance(reply, Sequence))
    pks = plant_threads(article, seeds)
    return list(Comment.objects.filter(pk__in=pks.values()).in_tree_order())
