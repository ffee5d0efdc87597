"""What no composer of ours sends: too much of it, nonsense, and fields that are none."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from forum.comments.urls import urlpatterns
from tests.forum.comments.composers import Browse
from tests.make import make_comment

pytestmark = pytest.mark.django_db

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


@pytest.mark.parametrize(
    "character", ["x", "é", "e\N{COMBINING ACUTE ACCENT}", FAMILY], ids=["x", "é", "e+´", "family"]
)
@pytest.mark.parametrize(("over", "expected"), [(0, 303), (1, 422)])
def test_length_is_what_a_reader_counts(
    character: str, over: int, expected: int, browse: Browse, bob: User, settings: Settings
) -> None:
    settings.COMMENT_LENGTH = 100
    parent = make_comment()

    form = {"text": character * (100 + over), "form_key": str(uuid4())}

    assert browse(bob).post(f"/c/{parent.pk}/reply", form).status_code == expected


@pytest.mark.parametrize("text", ["", " ", "\r\n\t\n", "\x00"])
def test_nothing_is_no_comment(text: str, browse: Browse, bob: User) -> None:
    parent = make_comment()

    assert browse(bob).post(f"/c/{parent.pk}/reply", {"text": text, "form_key": str(uuid4())}).status_code == 422
    assert browse(bob).post(f"/c/{parent.pk}/reply", {"form_key": str(uuid4())}).status_code == 422


def test_controls_are_taken_out_and_no_fault(browse: Browse, bob: User) -> None:
    parent = make_comment()

    browse(bob).post(f"/c/{parent.pk}/reply", {"text": "a\x00b\r\nc", "form_key": str(uuid4())})

    assert CommentBody.objects.get(author=bob).text == "ab\nc"


@pytest.mark.parametrize("pk", ["0", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5000, "-1", "x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_id_of_nothing_is_not_found(pk: str, method: str, browse: Browse, bob: User) -> None:
    bobs = browse(bob)
    form = {"text": "Hello?", "form_key": str(uuid4())} if method == "post" else {}

    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if "<int:pk>" in route:
            answer = getattr(bobs, method)("/" + route.replace("<int:pk>", pk), form)
            assert answer.status_code in {404, 405}, route


def test_a_body_beyond_all_bounds_is_refused(browse: Browse, bob: User) -> None:
    parent = make_comment()

    text, url = "x" * 600_000, f"/c/{parent.pk}/reply"

    assert browse(bob).post(url, {"text": text}).status_code == 400
    urlencoded = "application/x-www-form-urlencoded"
    assert browse(bob).post(url, f"text={text}", content_type=urlencoded).status_code == 400


def test_a_thousand_fields_are_refused(browse: Browse, bob: User) -> None:
    parent = make_comment()

    answer = browse(bob).post(f"/c/{parent.pk}/reply", {f"field{n}": "x" for n in range(1000)})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/nowhere", "/accounts/login/"])
@pytest.mark.parametrize("strict", [False, True])
def test_a_body_that_cannot_be_read_breaks_no_error_page(path: str, strict: bool) -> None:
    client = Client(enforce_csrf_checks=strict)

    for body in ("text=" + "x" * 600_000, "&".join(f"f{n}=" for n in range(1000))):
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert 400 <= answer.status_code < 500
    answer = client.post(path, "--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert answer.status_code < 500


# Every column of the tables that a form leads to, and a few that other software has.
FOREIGN = {field.attname for model in (Article, Comment, CommentBody, User) for field in model._meta.concrete_fields}


def test_fields_that_are_none_change_nothing(browse: Browse, bob: User, carol: User) -> None:
    plain, loaded = make_comment(), make_comment()
    load = dict.fromkeys(FOREIGN - {"text", "form_key"}, "1")

    browse(bob).post(f"/c/{plain.pk}/reply", {"text": "Hello.", "form_key": str(uuid4())})
    browse(bob).post(f"/c/{loaded.pk}/reply", {**load, "text": "Hello.", "form_key": str(uuid4())})

    expected, reply = Comment.objects.filter(author=bob).order_by("pk")
    own = {"id", "parent_id", "tree_id", "article_id", "created_at", "published_at", "rank"}
    for name in {field.attname for field in Comment._meta.concrete_fields} - own:
        assert getattr(reply, name) == getattr(expected, name), name
    assert (reply.parent_id, reply.tree_id, reply.article_id) == (loaded.pk, loaded.pk, loaded.article_id)
    assert reply.body.author_id == bob.pk
    assert User.objects.get(pk=bob.pk).role == User.Role.READER


def test_every_writing_address_is_routed() -> None:
    routed = get_resolver().reverse_dict

    assert {"post", "reply", "edit", "delete", "undelete", "remove", "restore", "preview"} <= set(routed)
