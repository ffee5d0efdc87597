"""Who opens a stream, and what they may hear of: asked once, when it is opened."""

import re

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIRequest
from django.db import connections

from accounts.models import User
from accounts.networks import network_of
from accounts.restrictions import Viewer, may_take_part
from forum.articles.models import Article
from forum.events.waking import QUEUE, discussion, inbox, scores
from forum.live.hub import Stream

# Pages that one person has open to be looked at, in all of their windows; and everybody behind one address.
MOST_OF_A_PERSON, MOST_OF_A_NETWORK = 10, 100
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class Glance(SessionStore):
    """A session that is looked at and left as it is: what would replace it has no way to tell the browser."""

    # The name of the class is part of what sessions are signed with.
    key_salt = f"django.contrib.sessions.{SessionStore.__qualname__}"

    def flush(self) -> None:
        pass

    def cycle_key(self) -> None:
        pass


def is_ours(request: ASGIRequest) -> bool:
    """Whether one of our own pages asks. Browsers say so; cookies alone do not, as they come along from anywhere."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and origin in (None, settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS)


def stream_for(request: ASGIRequest) -> Stream:
    """Of what its reader may know of. Asks the database, and keeps no connection."""
    try:
        reader = reader_of(request)
        topics = topics_for(reader, article=request.GET.get("a", ""))
    finally:
        connections.close_all()
    owners = {f"network {network_of(request)}": MOST_OF_A_NETWORK}
    if isinstance(reader, User):
        owners[f"person {reader.pk}"] = MOST_OF_A_PERSON
    return Stream(topics, owners)


def reader_of(request: ASGIRequest) -> Viewer:
    request.session = Glance(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    reader = get_user(request)
    return reader if isinstance(reader, User) else AnonymousUser()


def topics_for(reader: Viewer, *, article: str) -> frozenset[str]:
    """Whoever is suspended reads on, and hears of nothing that is theirs alone."""
    topics: set[str] = set()
    if isinstance(reader, User) and may_take_part(reader):
        topics.add(inbox(reader.pk))
        if reader.moderates:
            topics.add(QUEUE)
    if _ID.fullmatch(article) and Article.objects.visible_to(reader).filter(pk=int(article)).exists():
        topics |= {discussion(int(article)), scores(int(article))}
    return frozenset(topics)
