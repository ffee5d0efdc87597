"""Valid payloads of the table's forms. Each names every field that its form has, so that all others are intruders."""

from collections.abc import Callable
from uuid import uuid4

from forum.comments.editing import version_of
from forum.comments.models import CommentBody
from tests.rights.things import Placeholders

type Payload = dict[str, str]


def words(of: Placeholders) -> Payload:
    return {"text": "New words.", "form_key": str(uuid4())}


def edit(of: Placeholders) -> Payload:
    return {"text": "New words.", "version": version_of(CommentBody.objects.get(pk=int(of["pk"])).text)}


def ticked(action: str) -> Callable[[Placeholders], Payload]:
    """An action of the operators' lists on one row."""
    return lambda of: {"action": action, "index": "0", "select_across": "0", "_selected_action": of["object_id"]}


FORMS: dict[str, Callable[[Placeholders], Payload]] = {
    "-": lambda of: {},
    "words": words,
    "edit": edit,
    "theme": lambda of: {"theme": "dark", "next": "/settings"},
    "log-in": lambda of: {"login": "carol", "password": "carol's own", "next": "/"},
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
