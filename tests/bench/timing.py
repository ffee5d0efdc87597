"""Medians, and pages asked for as a server asks for them: through WSGI, middleware and all, without a network."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User

APPLICATION = WSGIHandler()
# Of forms: any 32 letters will do, where cookie and header have the same.
TOKEN = "understory" * 3 + "us"


def median_ms(act: Callable[[], object], times: int) -> float:
    """The median time of an act in milliseconds, after two that do not count."""
    act()
    act()
    taken: list[float] = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def session_of(person: User) -> str:
    """The key of a logged-in session."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key or ""


@dataclass(frozen=True)
class Reader:
    """A browser, signed in where it has a session."""

    session: str = ""

    def get(self, url: str) -> str:
        """The page. Raises where the answer is not a page."""
        return self.ask("GET", url)

    def post(self, url: str, **fields: object) -> str:
        """What htmx is answered to a form. Raises where that is not a fragment."""
        return self.ask("POST", url, urlencode(fields).encode())

    def ask(self, method: str, url: str, body: bytes = b"") -> str:
        path, _, query = url.partition("?")
        answered: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HX_REQUEST": "true" if method == "POST" else "",
            "HTTP_X_CSRFTOKEN": TOKEN,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "HTTP_COOKIE": f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
            + (f"; {settings.SESSION_COOKIE_NAME}={self.session}" if self.session else ""),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
        }
        response = APPLICATION(environ, lambda status, headers, error=None: answered.append(status))  # type: ignore[arg-type]  # WSGI wants a writer back, which nobody uses
        page = b"".join(response)
        response.close()
        if not answered[0].startswith("200"):
            raise RuntimeError(f"{url} answered {answered[0]}")
        return page.decode()

    def queries(self, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            self.get(url)
        return len(captured)
