"""A text is never lost: whatever is wrong with a POST, its answer holds what was typed."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.editing import MAX_REVISIONS, version_of
from forum.comments.listing import set_facts
from forum.comments.models import Comment, CommentBody, CommentRevision
from forum.comments.posting import MAX_LEVEL
from forum.lib.screening import refuse
from tests.forum.comments.composers import HTMX, Browse, composer_of, screened_by, text_in
from tests.make import make_comment, make_thread

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)
TYPED = 'She said "wait" & left:\n\n<b>so</b> I wrote\n  </textarea> this.'

type Trouble = Callable[[Comment, Settings], str]

# -- What may be wrong: each makes it so, and says where Bob then sends his text. The comment is his own. --------------


def too_long(comment: Comment, settings: Settings) -> str:
    settings.COMMENT_LENGTH = len(TYPED) - 1
    return f"/c/{comment.pk}/reply"


def too_long_for_an_edit(comment: Comment, settings: Settings) -> str:
    settings.COMMENT_LENGTH = len(TYPED) - 1
    return f"/c/{comment.pk}/edit"


def thread_full(comment: Comment, settings: Settings) -> str:
    settings.THREAD_LIMIT = 0
    return f"/c/{comment.pk}/reply"


def too_deep(comment: Comment, settings: Settings) -> str:
    shape: list[object] = []
    for _level in range(MAX_LEVEL):
        shape = [shape]
    return f"/c/{make_thread(shape)[-1].pk}/reply"


def locked_meanwhile(comment: Comment, settings: Settings) -> str:
    Article.objects.update(locked_at=LONG_AGO)
    return f"/c/{comment.pk}/reply"


def locked_for_threads(comment: Comment, settings: Settings) -> str:
    Article.objects.update(locked_at=LONG_AGO)
    return f"/a/{comment.article_id}/comments/new"


def parent_removed(comment: Comment, settings: Settings) -> str:
    set_facts(comment, removed_at=LONG_AGO)
    return f"/c/{comment.pk}/reply"


def removed_meanwhile(comment: Comment, settings: Settings) -> str:
    set_facts(comment, removed_at=LONG_AGO)
    return f"/c/{comment.pk}/edit"


def parent_nowhere(comment: Comment, settings: Settings) -> str:
    return f"/c/{comment.pk + 1000}/reply"


def article_nowhere(comment: Comment, settings: Settings) -> str:
    return f"/a/{comment.article_id + 1000}/comments/new"


def no_such_page(comment: Comment, settings: Settings) -> str:
    return "/nowhere"


def edited_too_often(comment: Comment, settings: Settings) -> str:
    Comment.objects.update(created_at=LONG_AGO)
    earlier = [CommentRevision(comment=comment, text="", written_at=LONG_AGO) for _ in range(MAX_REVISIONS)]
    CommentRevision.objects.bulk_create(earlier)
    return f"/c/{comment.pk}/edit"


def changed_meanwhile(comment: Comment, settings: Settings) -> str:
    CommentBody.objects.update(text="Something else.")
    return f"/c/{comment.pk}/edit"


def too_many_comments(comment: Comment, settings: Settings) -> str:
    settings.COMMENTS_PER_10_MINUTES = 1
    return f"/c/{comment.pk}/reply"


def too_many_requests(comment: Comment, settings: Settings) -> str:
    settings.RATES = {"write": (0, 60)}
    return f"/c/{comment.pk}/reply"


TROUBLES: dict[Trouble, int] = {
    too_long: 422,
    too_long_for_an_edit: 422,
    thread_full: 422,
    too_deep: 422,
    edited_too_often: 422,
    changed_meanwhile: 409,
    locked_meanwhile: 403,
    locked_for_threads: 403,
    parent_removed: 403,
    removed_meanwhile: 403,
    parent_nowhere: 404,
    article_nowhere: 404,
    no_such_page: 404,
    too_many_comments: 429,
    too_many_requests: 429,
}


@pytest.mark.parametrize("is_htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_is_wrong_the_text_comes_back(
    trouble: Trouble, is_htmx: bool, browse: Browse, bob: User, settings: Settings
) -> None:
    comment = make_comment(by=bob, text="As it was.")
    url = trouble(comment, settings)
    form = {"text": TYPED, "form_key": str(uuid4()), "version": version_of("As it was.")}
    count = Comment.objects.count()

    answer = browse(bob).post(url, form, headers=HTMX if is_htmx else {})

    assert answer.status_code == TROUBLES[trouble]
    assert TYPED in kept_in(answer.content.decode())
    assert Comment.objects.count() == count
    assert not CommentBody.objects.filter(text=TYPED).exists()


def kept_in(page: str) -> str:
    """What the page's text field holds, whether it can be sent or only be copied."""
    return text_in(page.replace('id="kept-text"', 'id="kept-text" name="text"'))


@pytest.mark.parametrize("key", ["", "12", "zz" * 16, "{" * 5000, "00000000-0000-0000-0000-00000000000g"])
def test_a_key_that_is_none_is_mended(key: str, browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)

    answer = browse(bob).post(f"/c/{comment.pk}/reply", {"text": TYPED, "form_key": key})

    assert answer.status_code == 422
    assert browse(bob).post(f"/c/{comment.pk}/reply", composer_of(answer)).status_code == 303
    assert CommentBody.objects.filter(text=TYPED).exists()


def test_a_screener_that_refuses_is_quoted(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)

    with screened_by(refuse("Please do not shout.")):
        answer = browse(bob).post(f"/c/{comment.pk}/reply", {"text": TYPED, "form_key": str(uuid4())})

    assert answer.status_code == 422
    assert "Please do not shout." in answer.content.decode()
    assert composer_of(answer)["text"] == TYPED


class TestAnOldToken:
    def test_the_form_comes_back_with_a_fresh_one(self, bob: User) -> None:
        comment, key = make_comment(by=bob), str(uuid4())
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bob)
        strict.get("/settings")

        answer = strict.post(f"/c/{comment.pk}/reply", {"text": TYPED, "form_key": key})

        assert answer.status_code == 403
        page = answer.content.decode()
        assert text_in(page) == TYPED
        assert f'action="/c/{comment.pk}/reply"' in page
        again = {"text": text_in(page), "form_key": key, "csrfmiddlewaretoken": str(answer.context["csrf_token"])}
        assert strict.post(f"/c/{comment.pk}/reply", again).status_code == 303

    def test_what_another_site_sent_cannot_be_sent_on_with_one_press(self, bob: User) -> None:
        comment = make_comment(by=bob)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bob)

        form = {"text": TYPED, "form_key": str(uuid4())}
        answer = strict.post(f"/c/{comment.pk}/reply", form, headers={"Origin": "https://elsewhere.example"})

        page = answer.content.decode()
        assert answer.status_code == 403
        assert kept_in(page) == TYPED
        assert f'action="/c/{comment.pk}/reply"' not in page
