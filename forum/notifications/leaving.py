"""Ending mail by one click: the address in a mail says whose mail and which of it, and is signed.

Whoever has the mail can end it, without an account at hand: that is what the address is for (RFC 8058).
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.writing import Refused
from forum.notifications.models import Kind, Rhythm, Wish
from forum.notifications.rhythms import rhythms_of
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node

SIGNER = Signer(sep=".", salt="forum.notifications.leaving")


class Leaving(NamedTuple):
    """`what`: a kind, a rhythm (all that comes in it) or a node (all that is said below it)."""

    person_id: int
    what: str

    @property
    def node(self) -> Node | None:
        return Node(self.what[0], int(self.what[1:])) if self.what[1:].isdecimal() else None

    @property
    def token(self) -> str:
        return SIGNER.sign(f"{self.person_id}-{self.what}")


def read_token(token: str) -> Leaving | None:
    """None for one that nobody here made."""
    try:
        person, _dash, what = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    return Leaving(int(person), what)


def leave(leaving: Leaving, *, at: datetime) -> None:
    """From now on, and however often it is called."""
    person = User.objects.filter(pk=leaving.person_id).first()
    if person is None:
        return
    if leaving.node is None:
        mail_no_more(person, kinds_in(leaving.what, person))
        return
    try:
        attend(leaving.node, Attention.Level.MUTE, person=person, at=at)
    except Refused:
        # They mute as much as can be kept; all the same, this must end.
        mail_no_more(person, kinds_in(Rhythm.AT_ONCE, person))


def kinds_in(what: str, person: User) -> list[str]:
    if what in Kind.values:
        return [what]
    return [kind for kind, rhythm in rhythms_of(person).items() if rhythm == what]


def mail_no_more(person: User, kinds: Collection[str]) -> None:
    choose_rhythms(person, dict.fromkeys(kinds, Rhythm.NEVER))


def choose_rhythms(person: User, rhythms: dict[str, Rhythm]) -> None:
    """By kind. What they want in the inbox stays as it is."""
    Wish.objects.bulk_create(
        [Wish(person=person, kind=kind, rhythm=rhythm) for kind, rhythm in sorted(rhythms.items())],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["rhythm"],
    )


def named(leaving: Leaving) -> str:
    """What it ends, in words: for the mail, and for the page behind its address."""
    if leaving.what in Kind.values:
        return _("Mail of this kind: %(kind)s") % {"kind": Kind(leaving.what).label}
    match leaving.node:
        case Node(sort="a", pk=pk):
            return _("All about the discussion of “%(title)s”") % {"title": Article.objects.get(pk=pk).headline}
        case Node(sort="c", pk=pk):
            title = Comment.objects.select_related("article").get(pk=pk).article.headline
            return _("All about this thread under “%(title)s”") % {"title": title}
    return _("All mail that comes like this: %(rhythm)s") % {"rhythm": Rhythm(leaving.what).label}
