"""Filling in the sheet of an article as a browser would, and articles in every state."""

import re
from html import unescape
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.articles.submitting import submit_article
from forum.articles.writing import Written
from tests.pages import read

SHEET = re.compile(r'<form class="sheet write".*?</form>', re.DOTALL)
WORDS = {"title": "Rain at last", "text": "It *rained*."}


def sheet_of(page: str) -> dict[str, str]:
    """What the sheet of a page would send if nothing were typed."""
    found = SHEET.search(page)
    assert found, "no sheet"
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox":
            fields[attributes["name"]] = unescape(attributes.get("value", ""))
        elif " checked" in tag:
            chosen = [fields.get("tags", ""), attributes["value"]]
            fields["tags"] = ",".join(filter(None, chosen))
    text = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', found[0], re.DOTALL)
    assert text, "no text field"
    return {**fields, "text": unescape(text[1])}


def fresh_sheet(client: Client) -> dict[str, str]:
    return sheet_of(read(client, "/submit"))


def submit(client: Client, **fields: str) -> Article:
    """Submit an article, which must be taken."""
    answer = client.post("/submit", {**fresh_sheet(client), **WORDS, **fields})
    assert answer.status_code == 303, answer.content.decode()
    return Article.objects.latest("pk")


def written(**fields: object) -> Written:
    """Words that only say what the test is about."""
    plain: dict[str, object] = {"title": "Rain", "text": "It rained.", "dateline_date": None}
    blank = dict.fromkeys(("deck", "dateline_place", "source_name", "source_url"), "")
    return Written(**{**blank, **plain, **fields})  # type: ignore[arg-type]  # each test names the fields it is about


def waiting_article(author: User, **fields: object) -> Article:
    """One that waits, whatever the site's setting."""
    article = submit_article(written(**fields), author=author, form_key=uuid4()).article
    Article.objects.filter(pk=article.pk).update(published_at=None, hot=0)
    return Article.objects.get(pk=article.pk)


def declined_article(author: User, by: User) -> Article:
    article = waiting_article(author)
    Article.objects.filter(pk=article.pk).update(
        declined_at=timezone.now(), declined_by=by, declined_because="We had this yesterday."
    )
    return Article.objects.get(pk=article.pk)
