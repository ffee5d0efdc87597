"""What a first visit weighs, as it goes over the wire: the budget of the design, held and printed."""

from collections import Counter

import brotli
import pytest
from django.core.management import call_command
from playwright.sync_api import Response

from accounts.models import User
from forum.articles.models import Article
from tests.browser.conftest import Open
from tests.needs import shared

KB = 1024
BUDGET = {"all": 60 * KB, "script": 18 * KB, "stylesheet": 10 * KB}
# What a proxy in front spends on a page that it compresses as it passes; static files were compressed at leisure.
PASSING = 5


@pytest.fixture
def long_article(transactional_db: None) -> Article:
    """A real article with more comments than one page shows."""
    call_command("import_threads", str(shared("threads/threads-reddit-italia.jsonl")), verbosity=0)
    return Article.objects.order_by("-comment_count")[0]


def weighed(responses: list[Response]) -> Counter[str]:
    """Bytes over the wire by kind of resource, and in all."""
    weights: Counter[str] = Counter()
    for response in responses:
        kind = response.request.resource_type
        if kind == "document":
            weights[kind] += len(brotli.compress(response.body(), quality=PASSING))  # type: ignore[no-untyped-call]  # has no types
        else:
            weights[kind] += response.request.sizes()["responseBodySize"]
    weights["all"] = weights.total()
    return weights


@pytest.mark.parametrize("signed_in", [False, True], ids=["passing by", "signed in"])
def test_a_first_visit_stays_in_its_budget(
    visit: Open, bob: User, long_article: Article, capsys: pytest.CaptureFixture[str], signed_in: bool
) -> None:
    loaded: list[Response] = []

    page = visit(long_article.get_absolute_url(), by=bob if signed_in else None, loaded=loaded)
    page.wait_for_load_state("networkidle")

    weights, comments = weighed(list(loaded)), page.locator(".comment").count()
    with capsys.disabled():
        print(f"\n{comments} comments, {'signed in' if signed_in else 'passing by'}: {dict(weights)} bytes")  # noqa: T201 - the figure is the point
    assert comments >= 200
    assert {kind: weights[kind] for kind, most in BUDGET.items() if weights[kind] > most} == {}
