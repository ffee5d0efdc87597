"""Doing what a line of the table says, as somebody."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.test import Client

from accounts.models import User
from tests.rights.forms import FORMS, Payload
from tests.rights.table import ROLES, Line
from tests.rights.things import THINGS, Cast, Placeholders

LOG_IN = ("/accounts/login/?", "/admin/login/?")


@dataclass(frozen=True)
class Target:
    """A line of the table with its thing made."""

    url: str
    payload: Payload

    def ask(self, client: Client, method: str, token: str, **headers: str) -> HttpResponseBase:
        """The request, with the form where the method has a body."""
        form = "" if method in {"GET", "HEAD"} else urlencode(self.payload)
        kind = "application/x-www-form-urlencoded"
        return client.generic(method, self.url, form, kind, headers={"X-CSRFToken": token, **headers})


def target_of(line: Line, cast: Cast) -> Target:
    thing = THINGS[line.of](cast)
    return Target(url_of(line.address, thing), FORMS[line.form](thing))


def url_of(address: str, thing: Placeholders) -> str:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: thing[found[1]], address)
    return f"{path}{thing.get('query', '')}"


def strict(person: User | None) -> tuple[Client, str]:
    """A browser whose forms need a token, and the token."""
    client = Client(enforce_csrf_checks=True)
    if person is not None:
        client.force_login(person)
    request = HttpRequest()
    token = get_token(request)
    client.cookies[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]
    return client, token


def outcome_of(answer: HttpResponseBase) -> str:
    """A word for an answer; that of an error is its number. A form that is not in order yet was looked at: 422."""
    place = answer.headers.get("Location", "")
    templates = [template.name for template in getattr(answer, "templates", [])]
    if place.startswith(LOG_IN) or (answer.status_code == 403 and "account/login.html" in templates):
        return "log in"
    refusals = {403: "forbidden", 404: "not found", 405: "no such method"}
    is_allowed = answer.status_code < 400 or answer.status_code == 422
    return refusals.get(answer.status_code, "allowed" if is_allowed else str(answer.status_code))


def somebody_who_may(line: Line, cast: Cast) -> User | None:
    """Of those who may change there what can be changed, whoever has the fewest rights; an admin where nobody may."""
    may = (role for role in ROLES if line.post.has(role) and line.changes_by(role) == line.changes)
    role = next(may, "admin")
    return cast.get(role)
