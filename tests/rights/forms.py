"""Valid payloads of the table's forms. Each names every field that its form has, so that all others are intruders."""

from collections.abc import Callable
from uuid import uuid4

from forum.articles.models import Article
from forum.articles.writing import said_by
from forum.articles.writing import version_of as version_of_article
from forum.comments.editing import version_of
from forum.comments.models import CommentBody
from forum.notifications.models import Kind, Rhythm
from tests.make import ArticleFactory, RuleFactory
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


def bulk(of: Placeholders) -> Payload:
    fields = {"case": of["pk"], "verdict": "remove", "rule": str(RuleFactory.create().pk), "note": ""}
    return {**fields, "confirmed": "1", "key": str(uuid4())}


def there(of: Placeholders) -> Payload:
    """Another article, whoever sends it has seen what it does."""
    number = str(ArticleFactory.create().pk)
    return {"to": number, "rule": str(RuleFactory.create().pk), "note": "Not here.", "seen": number, "confirmed": "1"}


def ticked(action: str) -> Callable[[Placeholders], Payload]:
    """An action of the operators' lists on one row."""
    return lambda of: {"action": action, "index": "0", "select_across": "0", "_selected_action": of["object_id"]}


def terms(of: Placeholders) -> Payload:
    """Of an automatic rule."""
    return {
        "pattern": "pills",
        "links_at_least": "1",
        "hosts": "example.org",
        "newer_than_days": "3",
        "fewer_comments_than": "5",
        "standing_below": "0",
        "rate_at_least": "2",
        "repeats_at_least": "1",
        "heat_at_least": "9",
        "reports_at_least": "1",
        "action": "hold",
        "rule": str(RuleFactory.create().pk),
        "words": "No pills.",
    }


FORMS: dict[str, Callable[[Placeholders], Payload]] = {
    "-": lambda of: {},
    "words": words,
    "edit": edit,
    "keep": keep,
    "re-keep": keep_edit,
    "story": story,
    "rewrite": rewrite,
    "because": lambda of: {"because": "It is an advertisement."},
    "broken": lambda of: {"verdict": "", "rule": str(RuleFactory.create().pk), "note": "Not here."},
    "reason": lambda of: {"rule": str(RuleFactory.create().pk), "note": "Not here."},
    "there": there,
    "terms": terms,
    "autorule": lambda of: {"title": "No pills", **terms(of)},
    "calm": lambda of: {"measure": "slow", "hours": "1", "minutes": "5"},
    "measure": lambda of: {"measure": "links"},
    "people": lambda of: {"people": of["people"]},
    "live": lambda of: {"state": "live"},
    "period": lambda of: {"days": "7"},
    "report": lambda of: {
        "rule": str(RuleFactory.create().pk),
        "quote": "It rained.",
        "form_key": str(uuid4()),
    },
    "say-more": lambda of: {"quote": "It rained.", "note": "It did not.", "words": "1"},
    "take-back": lambda of: {"take_back": "1"},
    "notice": lambda of: {
        "address": f"/c/{of['pk']}",
        "text": "It breaks the law of the river.",
        "name": "",
        "contact": "",
        "good_faith": "on",
        "website": "",
        "form_key": str(uuid4()),
    },
    "rule": lambda of: {"title": "No shouting", "text": "Nobody hears better for it.", "is_legal": ""},
    "move": lambda of: {"way": "up"},
    "appeal": lambda of: {"text": "I only asked."},
    "answer": lambda of: {"note": "It was an insult."},
    "restrict": lambda of: {
        "kind": "suspend",
        "length": "1d",
        "minutes": "30",
        "rule": str(RuleFactory.create().pk),
        "note": "Not here.",
        "meanwhile": "",
        "form_key": str(uuid4()),
    },
    "besides": lambda of: {
        "put-kind": "suspend",
        "put-length": "1d",
        "put-minutes": "30",
        "put-rule": str(RuleFactory.create().pk),
        "put-form_key": str(uuid4()),
        "put-remove": "on",
        "note": "Not here.",
    },
    "why": lambda of: {"why": "It is about all of us."},
    "name": lambda of: {"name": "Of the river"},
    "read": lambda of: {"read": of["pk"]},
    "seen": lambda of: {"of": "", "up_to": str(10**9), "kind": ""},
    "mute": lambda of: {"level": "mute", "lasts": "7", "toggle": ""},
    "wishes": lambda of: {"wanted": "reply"},
    "ticked": lambda of: {"case": of["pk"], "rule": "", "note": "", "key": ""},
    "bulk": bulk,
    "approve": lambda of: {"verdict": "approve", "rule": "", "note": ""},
    "ask": lambda of: {"question": "Is that satire?"},
    "up": lambda of: {"value": "1"},
    "rhythms": lambda of: {kind.value: Rhythm.HOURLY.value for kind in Kind},
    "reading": lambda of: {
        "theme": "dark",
        "density": "compact",
        "text_size": "large",
        "motion": "reduced",
        "keys": "off",
        "updates": "off",
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
    "try-mail": ticked("try_again"),
}
