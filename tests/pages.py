"""Pages as their readers see them."""

import html
import re

from django.test import Client


def read(client: Client, url: str, *, htmx: bool = False) -> str:
    """The page, which must be there."""
    response = client.get(url, headers={"HX-Request": "true"} if htmx else {})
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return response.content.decode()


def text_of(markup: str) -> str:
    """What a person reads or copies, its whitespace made single."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", markup))).strip()


def comment_on(page: str, pk: int) -> str:
    """The markup of one comment, without its replies."""
    found = re.search(rf'<article class="comment[^"]*" id="c{pk}".*?</article>', page, re.DOTALL)
    assert found, f"c{pk} is not on the page"
    return found[0]


def ids_on(page: str) -> list[int]:
    """The comments of a page, as they stand."""
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="c(\d+)"', page)]
