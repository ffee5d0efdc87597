"""Who may do what with an article. Templates and views ask the same predicates."""

from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

type Viewer = User | AnonymousUser


class ArticleFacts(Protocol):
    @property
    def author_id(self) -> int: ...


# Whoever is signed in votes on what all can read, but not on what they wrote. A lock ends the talk, not the reading:
# votes stay open.


def may_vote(viewer: Viewer, article: ArticleFacts) -> bool:
    return viewer.is_authenticated and viewer.is_active and viewer.pk != article.author_id
