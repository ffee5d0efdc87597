"""Secret words in articles that wait or are gone, sought at every address of the site as everybody.

Each article has one word in its title, and so in its address, another one in all else that it says, and a third that is
its tag. They are found by nobody but those whom `FOUND` names.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.utils import timezone

from forum.articles.models import Article, ArticleRevision, Tag
from forum.articles.withdrawing import recall_article, withdraw_article
from forum.comments.drafts import Sitting, save_draft
from forum.comments.models import Comment
from moderation.acting import Decided
from moderation.appealing import appeal
from moderation.deciding import Verdict, decide
from moderation.models import LoggedAct
from moderation.reporting import open_case_of_held, report
from tests.make import LONG_AGO, ArticleFactory, RuleFactory, make_comment
from tests.rights.seeking import Found, seek, unknown
from tests.rights.table import ROLES
from tests.rights.test_leaks import notice_of
from tests.rights.things import Cast, Placeholders

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLE, WORDS, TAG = "xylophonist", "yodelling", "zither"


@dataclass
class There:
    """An article in some state, and all that came of it."""

    state: str
    article: Article
    comment: Comment | None = None
    case: int = 0
    entry: int = 0
    appeal: int = 0
    words: list[str] = field(default_factory=list)

    def places(self, address: str) -> Placeholders:
        by_path = {
            "/c/": self.comment.pk if self.comment else 0,
            "/moderation/case": self.case,
            "/moderation/appeals": self.appeal,
            "/admin/comments": self.comment.pk if self.comment else 0,
        }
        pk = next((pk for path, pk in by_path.items() if address.startswith(path)), self.article.pk)
        return {
            **unknown(),
            "pk": str(pk),
            "object_id": str(self.entry if "loggedact" in address else pk),
            "number": str(self.entry),
            "revision": "0",
            "name": self.article.author.username,
            "slug": self.article.tags.get().slug if address.startswith("/t/") else "x",
            "sort": "a",
        }


def article_in(state: str, cast: Cast, *, is_published: bool) -> There:
    """Edited once; talked about where it was published."""
    title, words, tag = (f"{word}{state}" for word in (TITLE, WORDS, TAG))
    said = {
        "title": f"The {title}",
        "deck": f"All about {words}",
        "text": f"It is {words}.",
        "source_name": f"The {words} Gauge",
        "source_url": f"https://{words}.example/",
        "dateline_place": f"{words} Weir",
    }
    published_at = timezone.now() if is_published else None
    html = f"<p>It is {words}.</p>"
    article = ArticleFactory.create(author=cast["author"], published_at=published_at, html=html, **said)
    article.tags.add(Tag.objects.create(slug=tag, name=tag))
    ArticleRevision.objects.create(article=article, **said, tag_names=tag, written_at=LONG_AGO)
    there = There(state, article, words=[title, words, tag])
    if is_published:
        there.comment = make_comment(on=article, by=cast["reader"])
        make_comment(to=there.comment, by=cast["author"])
        save_draft(Sitting(cast["reader"], uuid4()), {"article": article}, "Half a", at=timezone.now())
        there.case = report(article, notice_of(cast["reader"])).case.pk
    else:
        there.case = open_case_of_held(article, at=timezone.now()).pk
    return there


def waiting(cast: Cast) -> There:
    return article_in("waiting", cast, is_published=False)


def recalled(cast: Cast) -> There:
    there = article_in("recalled", cast, is_published=False)
    recall_article(there.article, at=timezone.now())
    return there


def withdrawn(cast: Cast) -> There:
    there = article_in("withdrawn", cast, is_published=True)
    withdraw_article(there.article, at=timezone.now())
    return there


def declined(cast: Cast) -> There:
    return judged(article_in("declined", cast, is_published=False), cast)


def removed(cast: Cast) -> There:
    return judged(article_in("removed", cast, is_published=True), cast)


def judged(there: There, cast: Cast) -> There:
    """With an appeal."""
    decided = Decided(by=cast["moderator"], at=timezone.now(), rule=RuleFactory.create())
    entry = LoggedAct.objects.for_decisions_page().get(pk=decide(there.case, Verdict.REMOVE, decided).pk)
    there.entry = entry.pk
    there.appeal = appeal(entry, by=cast["author"], text="I only asked.", at=timezone.now()).pk
    return there


STATES: list[Callable[[Cast], There]] = [waiting, recalled, declined, removed, withdrawn]

# -- Who finds which word where ---------------------------------------------------------------------------------------

AUTHOR, STAFF, ADMIN = {"author"}, {"moderator", "admin"}, {"admin"}
EVERYBODY = set(ROLES)
# Where tags stand whatever is under them.
OF_TAGS = {"/submit", "/a/<int:pk>/story/edit", "/t/<str:slug>", "/t/<str:slug>/feed.atom", "/t/<str:slug>/feed.json"}

READ = {
    "/a/<int:pk>": AUTHOR | STAFF,
    "/a/<int:pk>/<slug:slug>": AUTHOR | STAFF,
    "/a/<int:pk>/story/history": AUTHOR | STAFF,
    "/submissions": AUTHOR,
}
JUDGED = {"/waiting": STAFF}
WORDED = READ | {
    "/moderation/case/<int:pk>": STAFF,
    "/admin/articles/article/<path:object_id>/": ADMIN,
    "/admin/articles/article/<path:object_id>/change/": ADMIN,
}
# What a moderator removed has no name but on its own page, and where its author and those who judge it read of it.
REMOVED = {address: who for address, who in WORDED.items() if "case" not in address} | {
    "/a/<int:pk>/story/remove": STAFF,
    "/decisions": AUTHOR,
    "/decisions/<int:number>": AUTHOR,
    "/moderation/appeals/<int:pk>": STAFF,
}
NAMED = WORDED | {
    "/a/<int:pk>/comments/outline": AUTHOR | STAFF,
    "/a/<int:pk>/story/calm": STAFF,
    "/a/<int:pk>/story/remove": STAFF,
    "/admin/articles/article/": ADMIN,
    "/admin/articles/article/<path:object_id>/history/": ADMIN,
    "/notifications/attention/<sort><pk>": AUTHOR | STAFF,
}
# What was never published is not named in the public log.
DECLINED = {
    "/decisions": AUTHOR,
    "/decisions/<int:number>": AUTHOR,
    "/moderation/appeals/<int:pk>": STAFF,
    "/admin/moderation/loggedact/": ADMIN,
    "/admin/moderation/loggedact/<path:object_id>/": ADMIN,
    "/admin/moderation/loggedact/<path:object_id>/change/": ADMIN,
}
# What was answered keeps its name: for those who withdrew it, and for everybody who reads the answers.
WITHDRAWN = {
    "/a/<int:pk>": EVERYBODY,
    "/a/<int:pk>/<slug:slug>": EVERYBODY,
    "/a/<int:pk>/comments/outline": EVERYBODY,
    "/a/<int:pk>/feed.atom": EVERYBODY,
    "/a/<int:pk>/feed.json": EVERYBODY,
    "/c/<int:pk>": EVERYBODY,
    "/c/<int:pk>/branch": STAFF,
    "/c/<int:pk>/edit": {"reader"},
    "/c/<int:pk>/feed.atom": EVERYBODY,
    "/c/<int:pk>/feed.json": EVERYBODY,
    "/c/<int:pk>/history": EVERYBODY,
    "/c/<int:pk>/replies": EVERYBODY,
    "/u/<name>": EVERYBODY,
    "/u/<str:name>/feed.atom": EVERYBODY,
    "/u/<str:name>/feed.json": EVERYBODY,
    "/drafts": {"reader"},
    "/notifications/attention/<sort><pk>": AUTHOR | STAFF | {"reader"},
    "/reports": {"reader"},
    "/moderation/": STAFF,
    "/admin/comments/comment/": ADMIN,
    "/admin/comments/comment/<path:object_id>/": ADMIN,
    "/admin/comments/comment/<path:object_id>/change/": ADMIN,
}
EDIT = {"/a/<int:pk>/story/edit": AUTHOR}
FOUND: Found = {
    "xylophonist waiting": NAMED | JUDGED | EDIT | {"/moderation/": STAFF},
    "xylophonist recalled": NAMED | {"/moderation/": STAFF},
    "xylophonist declined": NAMED | JUDGED | DECLINED,
    "xylophonist removed": REMOVED,
    "xylophonist withdrawn": NAMED | WITHDRAWN,
    "yodelling waiting": WORDED | JUDGED | EDIT,
    "yodelling recalled": WORDED,
    "yodelling declined": WORDED | JUDGED,
    "yodelling removed": WORDED,
    "yodelling withdrawn": WORDED,
    "zither waiting": READ | JUDGED,
    "zither recalled": READ,
    "zither declined": READ | JUDGED,
    "zither removed": READ,
    "zither withdrawn": READ,
}


def test_nobody_finds_a_word_but_those_who_may(cast: Cast) -> None:
    world = [make(cast) for make in STATES]

    def pointing(address: str) -> list[Placeholders]:
        return [there.places(address) for there in world] if "<" in address else [{}]

    found = seek([word for there in world for word in there.words], cast, pointing=pointing)

    assert {word: without_tags(word, places) for word, places in found.items()} == {
        word.replace(" ", ""): places for word, places in FOUND.items()
    }


def without_tags(word: str, places: dict[str, set[str]]) -> dict[str, set[str]]:
    return {address: who for address, who in places.items() if not word.startswith(TAG) or address not in OF_TAGS}
