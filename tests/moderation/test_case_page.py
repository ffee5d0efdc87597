"""A case beside the list: what was said, by whom, whose eyes are on it, and what moderators tell one another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from moderation.claiming import KEPT_FOR, LEASE
from moderation.models import Case, Note
from tests.make import make_comment, make_thread
from tests.moderation.cases import case_of, reported
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


def test_a_case_shows_what_was_said_around_it_and_by_whom(browse: Browse, mona: User, carol: User) -> None:
    root, reply, child, sibling = make_thread([[[], []]], by=carol)
    case = case_of(Comment.objects.get(pk=child.pk))
    Note.objects.create(person=carol, by=mona, text="Was warned in May.", written_at=timezone.now())

    page = read(browse(mona), f"/moderation/case/{case.pk}")

    for words in (f"/c/{root.pk}", f"/c/{reply.pk}", f"/c/{sibling.pk}", child.body.html, root.article.headline):
        assert words in page
    assert "Was warned in May." in page
    assert "0 of 4" in page


def test_a_report_is_shown_as_it_was_said_without_how_right_its_reporter_is(
    browse: Browse, mona: User, bob: User
) -> None:
    report = reported(make_comment(text="First words."), by=bob)
    report.note, report.quote, report.words = "It is rude.", "First", "Other words."
    report.save()

    page = read(browse(mona), f"/moderation/case/{report.case.pk}")

    for words in ("It is rude.", "<blockquote", "Other words.", report.rule.title, ">bob<"):
        assert words in page
    assert "0.5" not in page


def test_opening_claims_the_case_and_colleagues_see_it(browse: Browse, mona: User, ada: User) -> None:
    case = case_of()

    read(browse(mona), f"/moderation/case/{case.pk}")

    assert "mona looks at it" in read(browse(ada), f"/moderation/case/{case.pk}")
    assert "mona looks at it" in read(browse(ada), "/moderation/")
    case.refresh_from_db()
    assert case.claimed_by == mona


def test_leaving_lets_go_of_what_was_opened_and_not_of_what_was_kept(browse: Browse, mona: User) -> None:
    opened, kept = case_of(), case_of()
    client = browse(mona)
    for case in (opened, kept):
        client.get(f"/moderation/case/{case.pk}")
    client.post(f"/moderation/case/{kept.pk}/claim", {"keep": "1"})
    client.post(f"/moderation/case/{kept.pk}/claim")

    for case in (opened, kept):
        client.post(f"/moderation/case/{case.pk}/leave")

    opened.refresh_from_db()
    kept.refresh_from_db()
    assert (opened.claimed_by, kept.claimed_by) == (None, mona)
    assert kept.claimed_until is not None
    assert kept.claimed_until > timezone.now() + KEPT_FOR - LEASE
    assert "Let it go" in read(client, f"/moderation/case/{kept.pk}")
    client.post(f"/moderation/case/{kept.pk}/let-go")
    assert not Case.objects.filter(claimed_by=mona).exists()


def test_a_note_on_a_person_is_for_moderators(browse: Browse, mona: User, carol: User) -> None:
    case = case_of(make_comment(by=carol))

    answer = browse(mona).post(f"/moderation/case/{case.pk}/note", {"text": "Was warned in May."})

    assert answer.status_code == 303
    note = Note.objects.get()
    assert (note.person, note.by, note.text) == (carol, mona, "Was warned in May.")
    assert "Was warned" not in read(browse(carol), "/u/carol")


@pytest.mark.parametrize(
    ("act", "field", "length"), [("note", "text", 1000), ("ask", "question", 500), ("decide", "note", 2000)]
)
def test_words_are_bounded(browse: Browse, mona: User, act: str, field: str, length: int) -> None:
    case, client = case_of(), browse(mona)
    form = {"verdict": "approve"} if act == "decide" else {}

    assert client.post(f"/moderation/case/{case.pk}/{act}", {**form, field: "x" * (length + 1)}).status_code == 422
    assert client.post(f"/moderation/case/{case.pk}/{act}", {**form, field: "👪" * length}).status_code == 303


# -- Asking a colleague -----------------------------------------------------------------------------------------------


def test_asked_a_colleague_finds_the_question_and_decides(browse: Browse, mona: User, ada: User) -> None:
    case = case_of()

    browse(mona).post(f"/moderation/case/{case.pk}/ask", {"question": "Is that satire?"})

    case.refresh_from_db()
    assert (case.asked_by, case.claimed_by) == (mona, None)
    assert list(Case.objects.open().asked()) == [case]
    assert "Is that satire?" in read(browse(ada), f"/moderation/case/{case.pk}")
    browse(ada).post(f"/moderation/case/{case.pk}/answer")
    assert not Case.objects.asked().exists()
