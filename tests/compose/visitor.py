"""A browser without a screen: it keeps cookies and its connection, and fills in the forms that it is shown."""

import gzip
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urljoin, urlsplit

# Seconds after which a connection may have been closed by the other side: begin a new one, as browsers do.
RESTED = 1.0
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Site:
    url: str
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    headers: dict[str, str]
    body: str


@dataclass
class Form:
    action: str
    name: str
    fields: dict[str, str] = field(default_factory=dict)


class Visitor:
    # As long as Caddy may hold a request back, and more.
    timeout = 60.0

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        self.connection = self.connect()
        self.longest_wait = 0.0
        self.answered_at = 0.0

    def connect(self) -> HTTPConnection:
        place = urlsplit(self.site.url).netloc
        if self.site.tls:
            return HTTPSConnection(place, timeout=self.timeout, context=self.site.tls)
        return HTTPConnection(place, timeout=self.timeout)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def submit(self, page: str, action: str, **fields: str) -> Answer:
        """Read the page, fill in its form whose address ends in `action`, send it, and go where that leads."""
        answer = self.get(page)
        forms = Forms(answer.body).forms
        found = [form for form in forms if urlsplit(form.action or answer.url).path.endswith(action)]
        if not found:
            raise LookupError(f"{page} ({answer.status}) has no form for {action}: {[form.action for form in forms]}")
        return self.ask("POST", urljoin(answer.url, found[0].action), found[0].fields | fields)

    def press(self, page: str, action: str, **fields: str) -> Answer:
        """Press a button of the page that belongs to its form for all buttons (templates/_act.html)."""
        answer = self.get(page)
        if f'formaction="{action}"' not in answer.body:
            raise LookupError(f"{page} ({answer.status}) has no button for {action}")
        [form] = [form for form in Forms(answer.body).forms if form.name == "act"]
        return self.ask("POST", action, form.fields | fields)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        headers = {"Host": urlsplit(self.site.url).netloc, "Origin": self.site.url, "Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.send(method, path, urlencode(fields) if fields is not None else None, headers)
        if answer.status in REDIRECTS:
            target = urljoin(answer.url, answer.headers["location"])
            return self.ask("GET", target.removeprefix(self.site.url))
        return answer

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        began = time.monotonic()
        if began - self.answered_at > RESTED:
            self.connection.close()
        try:
            self.connection.request(method, path.removeprefix(self.site.url), body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, HTTPException):
            self.connection.close()
            raise
        finally:
            self.answered_at = time.monotonic()
            self.longest_wait = max(self.longest_wait, self.answered_at - began)
        self.keep(response.headers.get_all("Set-Cookie", []))
        named = {name.lower(): value for name, value in response.getheaders()}
        if named.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(response.status, urljoin(self.site.url, path), named, content.decode(errors="replace"))

    def keep(self, lines: Sequence[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value.strip('"'):
                del self.cookies[name]


class Forms(HTMLParser):
    """The forms of a page, with what they hold already."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(about.get("action", ""), about.get("id", "")))
        elif tag == "input" and self.forms and "name" in about and about.get("type") not in {"submit", "checkbox"}:
            self.forms[-1].fields[about["name"]] = about.get("value", "")
