"""How fast one person may comment."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.pacing import WINDOW
from tests.forum.comments.composers import Browse
from tests.make import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_in_ten_minutes(settings: Settings) -> None:
    settings.COMMENTS_PER_10_MINUTES = 3


def form() -> dict[str, str]:
    return {"text": "And another thing.", "form_key": str(uuid4())}


def test_one_too_many_waits_until_the_first_is_old(browse: Browse, bob: User) -> None:
    parent = make_comment()
    url, start = f"/c/{parent.pk}/reply", timezone.now()
    with time_machine.travel(start, tick=False):
        assert [browse(bob).post(url, form()).status_code for _ in range(3)] == [303] * 3
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        answer = browse(bob).post(url, form())
    assert answer.status_code == 429
    assert answer["Retry-After"] == "360"
    assert "in 6 minutes" in answer.content.decode()

    with time_machine.travel(start + WINDOW, tick=False):
        assert browse(bob).post(url, form()).status_code == 303


def test_it_is_counted_by_person(browse: Browse, bob: User, carol: User) -> None:
    parent = make_comment()
    for _ in range(3):
        make_comment(to=parent, by=bob)

    assert browse(bob).post(f"/c/{parent.pk}/reply", form()).status_code == 429
    assert browse(carol).post(f"/c/{parent.pk}/reply", form()).status_code == 303


def test_moderators_are_not_held_up(browse: Browse, mona: User) -> None:
    parent = make_comment()
    for _ in range(3):
        make_comment(to=parent, by=mona)

    assert browse(mona).post(f"/c/{parent.pk}/reply", form()).status_code == 303


def test_deleting_makes_no_room(browse: Browse, bob: User) -> None:
    parent = make_comment()
    for _ in range(3):
        browse(bob).post(f"/c/{make_comment(to=parent, by=bob).pk}/delete")

    assert browse(bob).post(f"/c/{parent.pk}/reply", form()).status_code == 429


def test_a_form_that_arrives_again_is_never_too_fast(browse: Browse, bob: User) -> None:
    parent = make_comment()
    url, last = f"/c/{parent.pk}/reply", form()
    answers = [browse(bob).post(url, each) for each in (form(), form(), last, last)]

    assert [answer.status_code for answer in answers] == [303] * 4
    assert Comment.objects.filter(author=bob).count() == 3


def test_editing_and_previewing_are_not_counted(browse: Browse, bob: User) -> None:
    own = make_comment(by=bob)
    bobs = browse(bob)
    for _ in range(5):
        bobs.post(f"/c/{own.pk}/reply", {**form(), "preview": "1"})
        bobs.post(f"/c/{own.pk}/edit", form())

    assert bobs.post(f"/c/{own.pk}/reply", form()).status_code == 303
