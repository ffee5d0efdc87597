"""Waking pages that are open: after a commit, whoever looks at something hears that it changed, and asks what.

Nothing more is said than that: no words travel, so none can be said to the wrong person, and nothing need be said
again. A wake may be lost; pages ask by themselves now and then.
"""

import secrets
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from forum.lib.redis import ask, redis

CHANNEL = "understory:wake"
# The cases that moderators look at.
QUEUE = "queue"
# A process that dies right after a commit renews nothing: what was known before is believed no longer than this.
VERSION_LASTS = 60


def discussion(article_id: int) -> str:
    """What is said under an article."""
    return f"a{article_id}"


def scores(article_id: int) -> str:
    """The scores of an article and of its comments. They change often, and nobody is in a hurry for them."""
    return f"s{article_id}"


def inbox(person_id: int) -> str:
    return f"p{person_id}"


def wake(*topics: str) -> None:
    """Once the caller's transaction commits. Never raises for Redis' sake, and never waits for it (forum.lib.redis)."""
    if topics:
        transaction.on_commit(partial(wake_now, topics), robust=True)


def wake_now(topics: tuple[str, ...]) -> None:
    changed = {version_key(topic[1:]): new_version() for topic in topics if topic[0] in "as"}
    if changed:
        # Before anybody is woken: who asks then is not told that nothing changed.
        cache.set_many(changed, VERSION_LASTS)
    if settings.REDIS_URL:
        ask(partial(redis().publish, CHANNEL, " ".join(topics)), otherwise=None)


def version_of(article_id: int) -> str:
    """A word that is another one once an article's discussion or its scores changed. Empty where the cache is away.

    What is looked up after it was asked for is at least as new as it says.
    """
    version = known_version_of(article_id)
    if version:
        return version
    # Of several who ask at once, one names it.
    cache.add(version_key(str(article_id)), new_version(), VERSION_LASTS)
    return known_version_of(article_id)


def known_version_of(article_id: int) -> str:
    """Likewise; empty where nobody has asked lately, too."""
    return cache.get(version_key(str(article_id))) or ""


def version_key(article_id: str) -> str:
    return f"version:{article_id}"


def new_version() -> str:
    return secrets.token_hex(8)
