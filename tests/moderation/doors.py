"""The ways in which somebody takes part, each through HTTP, and what others see of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article, ArticleDraft, ArticleVote
from forum.comments.editing import version_of
from forum.comments.models import Comment, CommentVote
from tests.make import ArticleFactory, make_comment

type Do = Callable[[Client, User], HttpResponseBase]

WORDS = "Typed with care."


def post(client: Client, person: User) -> HttpResponseBase:
    article = ArticleFactory.create()
    return client.post(f"/a/{article.pk}/comments/new", {"text": WORDS, "form_key": uuid4()})


def reply(client: Client, person: User) -> HttpResponseBase:
    return client.post(f"/c/{make_comment().pk}/reply", {"text": WORDS, "form_key": uuid4()})


def edit(client: Client, person: User) -> HttpResponseBase:
    [comment] = Comment.objects.filter(author=person, created_at__lt=timezone.now() - timedelta(days=100))
    version = version_of(comment.body.text)
    return client.post(f"/c/{comment.pk}/edit", {"text": WORDS, "version": version})


def vote(client: Client, person: User) -> HttpResponseBase:
    return client.post(f"/c/{make_comment().pk}/vote", {"value": "1"})


def vote_on_article(client: Client, person: User) -> HttpResponseBase:
    return client.post(f"/a/{ArticleFactory.create().pk}/story/vote", {"value": "1"})


def submit(client: Client, person: User) -> HttpResponseBase:
    return client.post("/submit", {"title": "Rain", "text": WORDS, "form_key": str(uuid4())})


def draft(client: Client, person: User) -> HttpResponseBase:
    return client.post("/submit", {"title": "Rain", "text": WORDS, "draft": "1"})


def read(client: Client, person: User) -> HttpResponseBase:
    return client.get(make_comment().get_absolute_url())


def delete(client: Client, person: User) -> HttpResponseBase:
    return client.post(f"/c/{Comment.objects.filter(author=person).first().pk}/delete")  # type: ignore[union-attr]


def published_of(person: User) -> dict[str, object]:
    """What others see of them."""
    return {
        "comments": Comment.objects.published().filter(author=person, body__text=WORDS).count(),
        "held": Comment.objects.waiting().filter(author=person, body__text=WORDS).count(),
        "articles": Article.objects.listed().filter(author=person).count(),
        "waiting": Article.objects.waiting().filter(author=person).count(),
        "votes": CommentVote.objects.filter(voter=person).count() + ArticleVote.objects.filter(voter=person).count(),
        "drafts": ArticleDraft.objects.filter(author=person).count(),
    }
