"""Pages for everybody hold nothing of anybody; pages for one reader are kept by nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.make import make_comment

PAGES = ["/", "article", "comment", "/c/{pk}/history", "/u/bob"]


@pytest.fixture(params=PAGES)
def url(request: pytest.FixtureRequest, bob: User) -> str:
    comment = make_comment(by=bob)
    known = {"article": comment.article.get_absolute_url(), "comment": comment.get_absolute_url()}
    return known.get(request.param, str(request.param).format(pk=comment.pk))


def test_a_page_for_everybody_has_no_form_no_token_and_no_cookie(url: str) -> None:
    response = Client().get(url)

    assert response.status_code == 200
    assert b'method="post"' not in response.content
    assert b"csrf" not in response.content
    assert not response.cookies
    assert "Cookie" in response.headers["Vary"]


def test_a_page_for_one_reader_is_kept_by_nobody(url: str, browse: Callable[[User], Client], carol: User) -> None:
    response = browse(carol).get(url)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]
