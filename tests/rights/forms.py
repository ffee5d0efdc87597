"""Valid payloads of the table's forms. Each names every field that its form has, so that all others are intruders."""

from collections.abc import Callable
from uuid import uuid4

from forum.articles.models import Article
from forum.articles.writing import said_by
from forum.articles.writing import version_of as version_of_article
from forum.comments.editing import version_of
from forum.comments.models import CommentBody
from tests.rights.things import PASSWORD, Placeholders

type Payload = dict[str, str]


def words(of: Placeholders) -> Payload:
    return {"text": "New words.", "form_key": str(uuid4()), "seen": ""}


def keep(of: Placeholders) -> Payload:
    """To be a draft."""
    return {**words(of), "draft": "1"}


def edit(of: Placeholders) -> Payload:
    version = version_of(CommentBody.objects.get(pk=int(of["pk"])).text)
    return {"text": "New words.", "version": version, "form_key": str(uuid4()), "seen": ""}


def keep_edit(of: Placeholders) -> Payload:
    return {**edit(of), "draft": "1"}


def story(of: Placeholders) -> Payload:
    return {
        "title": "It rains",
        "deck": "All day.",
        "text": "It rained.",
        "tags": "",
        "source_url": "https://example.org/rain",
        "source_name": "The Gauge",
        "dateline_place": "Weir",
        "dateline_date": "2026-11-22",
        "seen": "",
        "form_key": str(uuid4()),
    }


def rewrite(of: Placeholders) -> Payload:
    version = version_of_article(said_by(Article.objects.get(pk=int(of["pk"]))))
    return {**story(of), "version": version}


def ticked(action: str) -> Callable[[Placeholders], Payload]:
    """An action of the operators' lists on one row."""
    return lambda of: {"action": action, "index": "0", "select_across": "0", "_selected_action": of["object_id"]}


FORMS: dict[str, Callable[[Placeholders], Payload]] = {
    "-": lambda of: {},
    "words": words,
    "edit": edit,
    "keep": keep,
    "re-keep": keep_edit,
    "story": story,
    "rewrite": rewrite,
    "because": lambda of: {"because": "It is an advertisement."},
    "up": lambda of: {"value": "1"},
    "reading": lambda of: {
        "theme": "dark",
        "density": "compact",
        "text_size": "large",
        "motion": "reduced",
        "keys": "off",
        "order": "oldest",
        "replies_shown": "4",
        "time_zone": "Europe/Rome",
        "fold_below": "-3",
    },
    "secret": lambda of: {"oldpassword": PASSWORD, "password1": "rain on the river", "password2": "rain on the river"},
    "address": lambda of: {"email": "new@example.org", "password": PASSWORD},
    "code": lambda of: {"code": "ABCDEF"},
    "reset": lambda of: {"email": "nobody@example.org"},
    "anew": lambda of: {"password1": "rain on the river", "password2": "rain on the river"},
    "theme": lambda of: {"theme": "dark", "next": "/settings"},
    "log-in": lambda of: {"login": "carol", "password": PASSWORD, "next": "/"},
    "sign-up": lambda of: {"username": "newcomer", "email": "new@example.org", "password1": "rain on the river"},
    "role": ticked("make_moderator"),
    "close": ticked("close"),
    "reopen": ticked("reopen"),
    "lock": ticked("lock"),
    "unlock": ticked("unlock"),
    "remove": ticked("remove"),
    "restore": ticked("restore"),
    "hold": ticked("hold"),
    "release": ticked("release"),
    "retry": ticked("retry"),
}
