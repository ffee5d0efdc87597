"""A secret word in what is gone or waits, sought at every address of the site as everybody: who finds it, and where.

The addresses are those of the table, so a new one is sought through as soon as it is judged there; the word is found by
nobody but those whom `FOUND` names.
"""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment
from forum.comments.models import Comment, CommentRevision
from forum.notifications.feeds import make_key
from forum.notifications.leaving import Leaving
from forum.notifications.models import FeedKey, Kind
from forum.notifications.telling import tell
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from moderation.acting import Decided
from moderation.appealing import appeal
from moderation.deciding import Verdict, decide
from moderation.models import LoggedAct
from moderation.reporting import Notice, report
from tests.forum.notifications.told import relay_all
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.rights.seeking import seek, unknown
from tests.rights.table import ROLES
from tests.rights.things import Cast, Placeholders

pytestmark = pytest.mark.django_db

SECRET = "xylophonist"
AUTHOR, STAFF, ADMIN = {"author"}, {"moderator", "admin"}, {"admin"}
# Where its words are read by whom: by its author and the moderators where it stood, by moderators where they judge it.
THERE = {
    "/a/<int:pk>": AUTHOR | STAFF,
    "/a/<int:pk>/<slug:slug>": AUTHOR | STAFF,
    "/c/<int:pk>": AUTHOR | STAFF,
    "/c/<int:pk>/history": AUTHOR | STAFF,
    "/c/<int:pk>/remove": STAFF,
    "/c/<int:pk>/branch": STAFF,
    "/moderation/case/<int:pk>": STAFF,
    "/admin/comments/comment/": ADMIN,
    "/admin/comments/comment/<path:object_id>/": ADMIN,
    "/admin/comments/comment/<path:object_id>/change/": ADMIN,
}
FOUND: dict[str, dict[str, set[str]]] = {
    # Where somebody reads what was decided of theirs, and where that is answered.
    "removed": {
        **THERE,
        "/decisions": AUTHOR,
        "/decisions/<int:number>": AUTHOR,
        "/moderation/appeals/<int:pk>": STAFF,
    },
    # It waits in lists, and may still be changed.
    "held": {**THERE, "/c/<int:pk>/edit": AUTHOR, "/moderation/": STAFF},
}


@dataclass(frozen=True)
class World:
    """An article, a comment with the word that is gone or waits, an answer to it, and all that came of it.

    Everybody was told of it, and watches its branch.
    """

    comment: Comment
    case: int
    entry: int
    appeal: int


def world(state: str, cast: Cast) -> World:
    article = ArticleFactory.create(author=cast["author"])
    comment = make_comment(on=article, by=cast["author"], text=f"The {SECRET} is here.")
    make_comment(to=comment, by=cast["reader"])
    edit_comment(comment, by=cast["author"], text=f"The {SECRET} was here.", version=version_of(comment.body.text))
    case = report(comment, notice_of(cast["reader"])).case
    tell([person.pk for person in cast.values()], Kind.MENTION, of=comment, at=timezone.now())
    for person in cast.values():
        attend(Node("c", comment.pk), Attention.Level.WATCH, person=person, at=timezone.now())
    make_key(cast["moderator"], at=timezone.now())
    made = 0
    if state == "held":
        hold_comment(comment, at=timezone.now())
        return World(comment, case.pk, made, made)
    entry = decide(case.pk, Verdict.REMOVE, Decided(by=cast["moderator"], at=timezone.now(), rule=RuleFactory.create()))
    relay_all()
    judged = LoggedAct.objects.for_decisions_page().get(pk=entry.pk)
    return World(
        comment,
        case.pk,
        entry.pk,
        appeal(judged, by=cast["author"], text="I only asked.", at=timezone.now()).pk,
    )


def notice_of(reader: User) -> Notice:
    return Notice(by=reader, rule=RuleFactory.create(), at=timezone.now(), receipt=uuid4())


def places(address: str, world: World) -> Placeholders:
    """What the placeholders of an address point at."""
    comment = world.comment
    revision = CommentRevision.objects.filter(comment=comment).values_list("pk", flat=True).first() or 0
    by_path = {"/a/": comment.article_id, "/moderation/case": world.case, "/moderation/appeals": world.appeal}
    pk = next((pk for path, pk in by_path.items() if address.startswith(path)), comment.pk)
    return {
        **unknown(),
        "pk": str(pk),
        "object_id": str(world.entry if "loggedact" in address else pk),
        "number": str(world.entry),
        "revision": str(revision),
        "name": comment.author.username,
        "slug": "x",
        "token": Leaving(comment.author_id, f"c{comment.pk}").token,
        **({"key": FeedKey.objects.get().key} if address.startswith("/notifications/") else {}),
        "sort": "c",
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", FOUND)
def test_nobody_finds_the_word_but_those_who_may(state: str, role: str, cast: Cast) -> None:
    there = world(state, cast)

    found = seek([SECRET], cast, pointing=lambda address: [places(address, there)], roles=[role])

    assert found[SECRET].keys() == {address for address, roles in FOUND[state].items() if role in roles}
