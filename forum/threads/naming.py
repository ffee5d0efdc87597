"""Whom a comment may want to name: people who talk under the same article."""

import re

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.policy import Viewer
from forum.threads.reading import ANCESTORS, upward

# As many as can be looked through at a glance.
MOST = 8
# Of an article's comments the latest: an index walk of one length, however many there are.
LATEST = 1_000

_BEGINNING = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,29}")


def names_on(article: Article, *, beginning: str, viewer: Viewer, to: int | None = None) -> list[str]:
    """Those of others with an account: whom the branch above `to` is of, the nearest first, then who spoke last."""
    if not _BEGINNING.fullmatch(beginning):
        return []
    places = {pk: place for place, pk in enumerate(dict.fromkeys(speakers(article, to=to))) if pk != viewer.pk}
    people = User.objects.filter(
        pk__in=places, is_active=True, imported_name__isnull=True, username__istartswith=beginning
    )
    found = dict(people.values_list("pk", "username"))
    return [found[pk] for pk in sorted(found, key=places.__getitem__)[:MOST]]


def speakers(article: Article, *, to: int | None) -> list[int]:
    """Whose words readers can read there, the likeliest first, some more than once."""
    published = Comment.objects.on(article).published()
    above = published.filter(pk__in=upward([to], ANCESTORS)).order_by("-level") if to else Comment.objects.none()
    latest = published.listed().newest_first()[:LATEST]
    return [*above.values_list("author", flat=True), *latest.values_list("author", flat=True), article.author_id]
