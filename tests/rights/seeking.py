"""Looking for words at every address of the table, as everybody."""

from collections.abc import Callable, Collection, Iterable
from uuid import uuid4

from django.core.cache import cache
from django.test import Client

from tests.rights.table import LINES, ROLES
from tests.rights.things import Cast, Placeholders
from tests.rights.trying import strict, url_of

ADDRESSES = sorted({line.address for line in LINES if line.get.word != "-"})
# What some addresses are asked besides.
ASKED = {
    "/a/<int:pk>": ["?new=1", "?q=was+here", "?by=bob", "?order=newest"],
    "/c/<int:pk>/replies": ["?past=1"],
    "/log": ["?comment=1"],
}
# By word, then by address: who finds it there.
type Found = dict[str, dict[str, set[str]]]


def seek(
    words: Collection[str],
    cast: Cast,
    *,
    pointing: Callable[[str], Iterable[Placeholders]],
    roles: Collection[str] = ROLES,
) -> Found:
    """`pointing` gives what the placeholders of an address point at, one after the other."""
    clients = {role: strict(cast.get(role))[0] for role in roles}
    found: Found = {word: {} for word in words}
    for address in ADDRESSES:
        for things in pointing(address):
            for question in ["", *ASKED.get(address, [])]:
                for role, client in clients.items():
                    said = everything_said(client, url_of(address, things) + question)
                    for word in words:
                        if word in said:
                            found[word].setdefault(address, set()).add(role)
    return found


def everything_said(client: Client, url: str) -> str:
    """The page, its headers, and the addresses on the way to it."""
    cache.clear()
    answer = client.get(url, follow=True)
    way = " ".join(place for place, _status in answer.redirect_chain)
    return f"{way}\n{answer.headers}\n{answer.content.decode()}"


def unknown() -> Placeholders:
    """What no address of a comment or an article points at."""
    return {"section": "articles", "app_label": "comments", "key": str(uuid4()), "receipt": str(uuid4()), "token": "x"}
