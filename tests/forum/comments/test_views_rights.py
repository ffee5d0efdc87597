"""Who may do what to a comment in which state: every address, with a valid token."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.models import User
from forum.articles.models import Article
from forum.comments.listing import set_facts
from forum.comments.models import Comment, CommentBody
from tests.forum.comments.composers import composer_of
from tests.make import RuleFactory, make_comment
from tests.rights.trying import strict

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)

NOBODY: set[str] = set()
BOB = {"bob"}
STAFF = {"mona", "ada"}
ALL = {"bob", "carol", "mona", "ada"}

# Bob wrote the comment. Others who are signed in are refused, and told that it is not there where they cannot see it.
MAY = {
    "reply": {"published": ALL, "held": NOBODY, "removed": NOBODY, "deleted": NOBODY, "locked": NOBODY},
    "edit": {"published": BOB, "held": BOB, "removed": NOBODY, "deleted": NOBODY, "locked": BOB},
    "delete": {"published": BOB, "held": BOB, "removed": NOBODY, "deleted": BOB, "locked": BOB},
    "undelete": {"published": BOB, "held": BOB, "removed": NOBODY, "deleted": BOB, "locked": BOB},
    "remove": {"published": STAFF, "held": STAFF, "removed": STAFF, "deleted": NOBODY, "locked": STAFF},
    "restore": {"published": STAFF, "held": STAFF, "removed": STAFF, "deleted": NOBODY, "locked": STAFF},
}
WRITTEN = {"reply", "edit"}
STATES = ["published", "held", "removed", "deleted", "locked"]
HIDDEN_FROM_CAROL = {"held", "removed", "deleted"}


@pytest.fixture
def people(bob: User, carol: User, mona: User, ada: User) -> dict[str, User]:
    return {"bob": bob, "carol": carol, "mona": mona, "ada": ada}


def comment_in(state: str, *, by: User) -> Comment:
    comment = make_comment(by=by)
    if state == "locked":
        Article.objects.update(locked_at=LONG_AGO)
    elif state != "published":
        set_facts(comment, **{f"{state}_at": LONG_AGO})
    return comment


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Article, Comment, CommentBody)]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", MAY)
@pytest.mark.parametrize("name", ["anonymous", "bob", "carol", "mona", "ada"])
def test_a_verb_is_for_those_who_may(name: str, verb: str, state: str, people: dict[str, User]) -> None:
    comment = comment_in(state, by=people["bob"])
    client, token = strict(people.get(name))
    form = {
        "csrfmiddlewaretoken": token,
        "text": "New words.",
        "form_key": str(uuid4()),
        "rule": RuleFactory.create().pk,
    }
    before = everything()

    answer = client.post(f"/c/{comment.pk}/{verb}", form)

    if name in MAY[verb][state]:
        assert answer.status_code == (409 if verb == "edit" else 303)  # an edit that names no version is a conflict
    else:
        is_hidden = name == "carol" and state in HIDDEN_FROM_CAROL
        assert answer.status_code == (404 if is_hidden else 403)
        assert everything() == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", sorted(WRITTEN))
@pytest.mark.parametrize("name", ["bob", "carol", "mona", "ada"])
def test_a_composer_is_shown_to_those_who_may_send_it(
    name: str, verb: str, state: str, people: dict[str, User]
) -> None:
    comment = comment_in(state, by=people["bob"])
    client, _token = strict(people[name])

    answer = client.get(f"/c/{comment.pk}/{verb}")

    if name in MAY[verb][state]:
        assert composer_of(answer)
    else:
        assert answer.status_code in {403, 404}
        assert comment.body.text not in answer.content.decode()


@pytest.mark.parametrize("verb", ["delete", "undelete", "restore"])
@pytest.mark.parametrize("name", ["bob", "mona"])
def test_looking_at_an_address_changes_nothing(name: str, verb: str, people: dict[str, User]) -> None:
    comment = make_comment(by=people["bob"])
    client, _token = strict(people[name])
    before = everything()

    assert client.get(f"/c/{comment.pk}/{verb}").status_code == 405
    assert everything() == before


@pytest.mark.parametrize("verb", [*MAY, "post"])
def test_without_a_token_nothing_is_done(verb: str, people: dict[str, User]) -> None:
    comment = make_comment(by=people["bob"])
    client, _token = strict(people["mona" if verb in {"remove", "restore"} else "bob"])
    url = f"/a/{comment.article_id}/comments/new" if verb == "post" else f"/c/{comment.pk}/{verb}"
    before = everything()

    assert client.post(url, {"text": "New words.", "form_key": str(uuid4())}).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(("name", "expected"), [("anonymous", 403), ("bob", 303), ("carol", 303), ("mona", 303)])
def test_whoever_is_signed_in_may_begin_a_thread(name: str, expected: int, people: dict[str, User]) -> None:
    article = make_comment(by=people["bob"]).article
    client, token = strict(people.get(name))
    form = {"csrfmiddlewaretoken": token, "text": "And then?", "form_key": str(uuid4())}

    assert client.post(f"/a/{article.pk}/comments/new", form).status_code == expected


@pytest.mark.parametrize("name", ["bob", "mona"])
def test_nobody_begins_a_thread_where_it_is_locked(name: str, people: dict[str, User]) -> None:
    article = comment_in("locked", by=people["bob"]).article
    client, token = strict(people[name])
    before = everything()

    form = {"csrfmiddlewaretoken": token, "text": "And then?", "form_key": str(uuid4())}
    answer = client.post(f"/a/{article.pk}/comments/new", form)

    assert answer.status_code == 403
    assert "This discussion is locked" in answer.content.decode()
    assert everything() == before
