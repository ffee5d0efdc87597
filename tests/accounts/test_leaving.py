"""Forgetting somebody for good: no word of theirs, no word about them, and all that others did still stands."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.leaving import forget_person
from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.threads.models import Attention, Collapse, Visit
from forum.votes.recounting import differences
from moderation.models import Act, Appeal, Case, LoggedAct, Particulars, Proposal, Report
from moderation.verifying import verify_log
from tests.accounts.everything import ADDRESS, NAME, NEVER, columns, columns_with_words, everything

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [User.Role.READER, User.Role.MODERATOR])
def test_no_column_holds_a_word_of_or_about_them_any_more(role: User.Role) -> None:
    """A column that is new fails here until it is judged: filled in `everything`, or named in NEVER."""
    person = everything(role=role)
    assert columns_with_words() == {name for name, _values in columns()} - NEVER
    acts = list(LoggedAct.objects.order_by("number").values())
    counts = {model: model.objects.count() for model in (Comment, Article, Report, Case)}

    forget_person(person, at=timezone.now())

    assert columns_with_words() == set()
    assert not any(model.objects.exists() for model in (Attention, Collapse, Visit))
    assert verify_log().fault is None
    connection.check_constraints()
    assert list(LoggedAct.objects.order_by("number").values()) == acts
    assert {model: model.objects.count() for model in counts} == counts
    assert list(differences(fix=False)) == []
    assert [key for key in Session.objects.all() if key.get_decoded().get("_auth_user_id") == str(person.pk)] == []


def test_what_others_wrote_and_what_was_done_stays(client: Client) -> None:
    person = everything(role=User.Role.MODERATOR)
    answer = Comment.objects.get(body__text="An answer that stays.")

    forget_person(person, at=timezone.now())

    page = client.get(answer.article.get_absolute_url()).content.decode()
    assert "An answer that stays." in page
    assert answer.score == Comment.objects.get(pk=answer.pk).score
    about_others = Particulars.objects.filter(words="Pills").get()
    assert (about_others.by, about_others.note, about_others.entry.act) == (None, "No pills.", Act.REMOVE_COMMENT)
    assert [appeal.text for appeal in Appeal.objects.open()] == ["Why?"]
    assert not Appeal.objects.filter(first_decider=person).exists()
    assert not Proposal.objects.open().exists()


def test_nobody_finds_or_becomes_them_and_the_name_is_free(client: Client) -> None:
    person = everything()

    forget_person(person, at=timezone.now())

    assert client.get(f"/u/{NAME}").status_code == 404
    client.post("/accounts/login/", {"login": NAME, "password": "their own"})
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=person.pk).name == ""
    client.post("/accounts/signup/", {"username": NAME, "email": ADDRESS, "password1": "quite long enough"})
    assert User.objects.get(username=NAME).pk != person.pk


def test_moderators_pages_work_without_them(browse: Callable[[User], Client], ada: User) -> None:
    person = everything(role=User.Role.MODERATOR)
    restriction, case = person.restrictions.get(), Case.objects.open().filter(comment__author=person).latest("pk")

    forget_person(person, at=timezone.now())

    adas = browse(ada)
    paths = ["", "proposals", "?tab=appeals", f"case/{case.pk}", "automatic", "calm"]
    assert [adas.get(f"/moderation/{path}").status_code for path in paths] == [200] * len(paths)
    assert adas.get("/log").status_code == 200
    assert adas.post(f"/restrictions/{restriction.pk}/lift").status_code == 403


def test_whoever_was_interrupted_begins_again(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    person = everything()
    monkeypatch.setattr("accounts.leaving.make_nameless", interrupt)
    with pytest.raises(KeyboardInterrupt):
        forget_person(person, at=timezone.now())
    monkeypatch.undo()

    call_command("forget_person", NAME, yes=True)

    assert columns_with_words() == set()
    assert verify_log().fault is None


def interrupt(person: User) -> None:
    raise KeyboardInterrupt


# -- The command ------------------------------------------------------------------------------------------------------


def test_it_shows_what_it_would_forget_and_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    everything()
    before = columns_with_words()

    call_command("forget_person", NAME)

    said = capsys.readouterr().out
    assert "        5  comments\n" in said
    assert "it cannot be undone" in said
    assert columns_with_words() == before


@pytest.mark.parametrize("name", ["nobody", "ada"])
def test_it_refuses_who_is_not_here_and_the_only_admin(name: str, ada: User) -> None:
    with pytest.raises(CommandError):
        call_command("forget_person", name, yes=True)

    assert User.objects.get(username="ada").is_active
