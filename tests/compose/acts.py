"""What people do on the site, through Caddy and the forms that they are shown. Each act asserts that it was done."""

import re
import time
from email import message_from_string, policy
from itertools import count

from tests.compose.stack import Stack
from tests.compose.visitor import Answer, Site, Visitor

PASSWORD = "correct horse, and so on"
SECONDS_FOR_MAIL = 60.0
SECONDS_FOR_A_TALLY = 60.0
numbers = count(1)


def sign_up(stack: Stack, site: Site) -> Visitor:
    """Somebody new, whose address is verified and who is logged in."""
    name = f"person{next(numbers)}"
    address, visitor = f"{name}@example.org", Visitor(site)
    visitor.submit("/accounts/signup/", "/accounts/signup/", username=name, email=address, password1=PASSWORD)
    answer = visitor.submit("/accounts/code/", "/accounts/code/", code=code_sent_to(stack, address))
    assert answer.status == 200, f"{answer.status} {answer.body[:500]}"
    assert name in visitor.get("/").body, f"{name} is not logged in"
    return visitor


def code_sent_to(stack: Stack, address: str) -> str:
    """Out of the last letter."""
    patience_ends = time.monotonic() + SECONDS_FOR_MAIL
    while True:
        letters = [mail.text for mail in stack.mails() if address in mail.to]
        if letters:
            text = message_from_string(letters[-1], policy=policy.default).get_content()
            [code] = re.findall(r"^ {4}(\S+)$", text, re.MULTILINE)
            return str(code)
        assert time.monotonic() < patience_ends, f"no mail to {address}"
        time.sleep(1)


def submit_article(visitor: Visitor, title: str) -> str:
    """Its path."""
    answer = visitor.submit("/submit", "/submit", title=title, text="It rained for three days.")
    assert answer.status == 200, f"{answer.status} {answer.body[:500]}"
    [path] = re.findall(r"(/a/\d+/[\w-]+)$", answer.url)
    return str(path)


def comment(visitor: Visitor, article: str, text: str) -> int:
    """Its number."""
    [number] = re.findall(r"^/a/(\d+)", article)
    answer = visitor.submit(f"/a/{number}/comments/new", "/comments/new", text=text)
    assert answer.status == 200, f"{answer.status} {answer.body[:500]}"
    [pk] = re.findall(r"/c/(\d+)", answer.url)
    return int(pk)


def vote_up(visitor: Visitor, article: str, pk: int) -> None:
    answer = visitor.press(article, f"/c/{pk}/vote", value="1")
    assert answer.status == 200, f"{answer.status} {answer.body[:500]}"


def seconds_until_shown(site: Site, article: str, score: str) -> float:
    """How long a passer-by still sees the score of before."""
    began, visitor = time.monotonic(), Visitor(site)
    while f">{score}<" not in visitor.get(article).body:
        assert time.monotonic() - began < SECONDS_FOR_A_TALLY, f"{article} never shows {score}"
        time.sleep(0.1)
    return time.monotonic() - began


def style_sheet(page: Answer) -> str:
    """The path of the page's own, whose name changes with what is in it."""
    [path] = re.findall(r'href="(/static/css/main\.[0-9a-f]+\.css)"', page.body)
    return str(path)
