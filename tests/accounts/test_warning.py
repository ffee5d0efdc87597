"""A warning is read before its person writes on, and nothing that they typed is lost."""

import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from forum.comments.editing import version_of
from forum.comments.models import Comment
from tests.forum.articles.sheets import fresh_sheet
from tests.make import ArticleFactory, make_comment
from tests.moderation.people import Kind, newest, put_on

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

HTMX = {"HX-Request": "true"}


def form_on(page: str) -> dict[str, str]:
    """What the button of the warning sends."""
    [form] = re.findall(r'<form class="sheet warned".*?</form>', page, re.DOTALL)
    hidden = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form)
    [text] = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    return {**{name: unescape(value) for name, value in hidden}, "text": unescape(text)}


def test_a_comment_goes_through_once_it_is_read(browse: Browse, bob: User, mona: User) -> None:
    article, bobs = ArticleFactory.create(), browse(bob)
    put_on(bob, Kind.WARN, by=mona, note="Mind the tone.")
    url = f"/a/{article.pk}/comments/new"

    page = bobs.post(url, {"text": "So & so.", "form_key": uuid4()})
    again = bobs.post(url, form_on(page.content.decode()))

    assert page.status_code == 409
    assert "Mind the tone." in page.content.decode()
    assert again.status_code == 303
    assert Comment.objects.get().body.text == "So & so."
    assert newest(bob).read_at is not None


def test_an_article_loses_none_of_its_fields(browse: Browse, bob: User, mona: User) -> None:
    bobs = browse(bob)
    sheet = {**fresh_sheet(bobs), "title": "Rain", "text": "It rained.", "deck": "All day."}
    put_on(bob, Kind.WARN, by=mona)

    page = bobs.post("/submit", sheet)
    again = bobs.post("/submit", form_on(page.content.decode()))

    assert (page.status_code, again.status_code) == (409, 303)
    article = Article.objects.get()
    assert (article.title, article.deck, article.text) == ("Rain", "All day.", "It rained.")


def test_an_edit_goes_through_too(browse: Browse, bob: User, mona: User) -> None:
    comment, bobs = make_comment(by=bob, text="Before."), browse(bob)
    put_on(bob, Kind.WARN, by=mona)

    page = bobs.post(f"/c/{comment.pk}/edit", {"text": "After.", "version": version_of("Before.")})
    bobs.post(f"/c/{comment.pk}/edit", form_on(page.content.decode()))

    assert Comment.objects.get().body.text == "After."


def test_two_warnings_are_read_one_after_the_other(browse: Browse, bob: User, mona: User) -> None:
    parent, bobs = make_comment(), browse(bob)
    put_on(bob, Kind.WARN, by=mona, note="First.")
    put_on(bob, Kind.WARN, by=mona, note="Second.")
    page = bobs.post(f"/c/{parent.pk}/reply", {"text": "Well.", "form_key": uuid4()})

    answers = []
    for _ in range(2):
        page = bobs.post(f"/c/{parent.pk}/reply", form_on(page.content.decode()))
        answers.append(page.status_code)
        if page.status_code == 303:
            break

    assert answers == [409, 303]


def test_htmx_gets_the_form_alone(browse: Browse, bob: User, mona: User) -> None:
    put_on(bob, Kind.WARN, by=mona)

    answer = browse(bob).post(f"/c/{make_comment().pk}/reply", {"text": "x", "form_key": uuid4()}, headers=HTMX)

    assert answer.content.decode().strip().startswith("<form")


@pytest.mark.parametrize("sent", ["0", "x", "9" * 40, "-1", ""])
def test_saying_that_one_read_something_else_is_no_reading(sent: str, browse: Browse, bob: User, mona: User) -> None:
    put_on(bob, Kind.WARN, by=mona)

    answer = browse(bob).post(f"/c/{make_comment().pk}/reply", {"text": "x", "form_key": uuid4(), "read": sent})

    assert answer.status_code == 409
    assert browse(bob).post("/settings/restrictions/read", {"read": sent}).status_code == 404
    assert newest(bob).read_at is None


def test_nobody_reads_anothers_warning_or_anything_but_a_warning(
    browse: Browse, bob: User, carol: User, mona: User
) -> None:
    put_on(bob, Kind.WARN, by=mona)
    warning = newest(bob)
    put_on(carol, Kind.BAN, by=mona)

    answers = [
        browse(carol).post("/settings/restrictions/read", {"read": pk}).status_code
        for pk in (warning.pk, newest(carol).pk)
    ]

    assert answers == [404, 404]
    assert newest(bob).read_at is None
    assert len(User.objects.get(pk=carol.pk).restrictions_in_force) == 1


def test_it_is_read_on_its_own_page_too(browse: Browse, bob: User, mona: User) -> None:
    put_on(bob, Kind.WARN, by=mona, note="Mind the tone.")
    bobs = browse(bob)
    page = bobs.get("/settings/restrictions").content.decode()

    answer = bobs.post("/settings/restrictions/read", {"read": newest(bob).pk}, follow=True).content.decode()

    assert "Mind the tone." in page
    assert "Nothing: you read, write, vote and report like everybody." in answer
    assert "Mind the tone." in answer
    assert "restricts you" not in answer
    assert bobs.post(f"/c/{make_comment().pk}/reply", {"text": "x", "form_key": uuid4()}).status_code == 303
