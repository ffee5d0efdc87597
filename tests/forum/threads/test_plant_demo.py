"""Planting the demo community, and who may reach it."""

import io
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.models import Comment, CommentRevision
from forum.threads.demo import planting
from forum.threads.demo.logins import open_logins
from forum.threads.demo.planting import plant_demo
from tests.forum.threads.demo_file import all_comments, read_articles
from tests.forum.threads.threadfiles import empty_the_database, everything
from tests.make import ArticleFactory

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.TRIAL = True
    return tmp_path


def planted(id: str) -> Comment:
    return Comment.objects.select_related("body", "author").get(body__imported_id=id)


def test_the_whole_community_is_planted() -> None:
    assert plant_demo(now=NOW)

    articles = read_articles()
    assert Article.objects.count() == len(articles)
    assert Comment.objects.count() == len(all_comments(articles))
    assert list(all_faults()) == []


def test_ages_count_back_from_now() -> None:
    plant_demo(now=NOW)

    article = Article.objects.get(imported_id="demo-01")
    assert article.published_at == NOW - timedelta(days=5, hours=6)


def test_edited_comments_have_their_earlier_texts() -> None:
    plant_demo(now=NOW)

    [edited] = [c for c in all_comments(read_articles()) if len(c.get("revisions", ())) == 3]
    revisions = CommentRevision.objects.filter(comment__body__imported_id=edited["id"])
    assert [revision.text for revision in revisions] == [revision["text"] for revision in edited["revisions"]]
    assert revisions[0].written_at == planted(edited["id"]).created_at


def test_what_is_gone_keeps_its_words_for_those_who_may_restore_it() -> None:
    plant_demo(now=NOW)

    gone = [c for c in all_comments(read_articles()) if c["deleted"] or c.get("removed")]
    for comment in gone:
        assert planted(comment["id"]).body.text == comment["body"]
        assert not planted(comment["id"]).is_published
    assert Comment.objects.filter(removed_at__isnull=False).count() == sum(c.get("removed", False) for c in gone)


def test_people_of_the_demo_have_accounts_and_their_mentions_link_there() -> None:
    plant_demo(now=NOW)

    assert not User.objects.filter(imported_source__isnull=False).exists()
    [mentioning, *_] = Comment.objects.filter(body__text__contains="@", body__html__contains='class="mention"')
    assert User.objects.filter(username=mentioning.author.name, joined_at__lte=mentioning.created_at).exists()


def test_three_can_log_in_and_nobody_else() -> None:
    plant_demo(now=NOW)

    logins = open_logins()
    assert {login.name: login.role for login in logins} == {"wren": "reader", "moss": "moderator", "ada": "admin"}
    for login in logins:
        person = User.objects.get(username=login.name)
        assert person.role == login.role
        assert person.check_password(login.password)
        assert Client().login(username=login.name, password=login.password)
    others = User.objects.exclude(username__in=[login.name for login in logins])
    assert not any(person.has_usable_password() for person in others)


def test_passwords_are_new_at_every_planting_and_only_their_owner_can_read_them(folder: Path) -> None:
    plant_demo(now=NOW)
    first = {login.password for login in open_logins()}
    empty_the_database()

    plant_demo(now=NOW)

    assert len(first | {login.password for login in open_logins()}) == 6
    assert stat.S_IMODE((folder / "demo_logins").stat().st_mode) == 0o600


@pytest.mark.parametrize("somebody", [True, False])
def test_only_an_empty_database_is_planted(somebody: bool) -> None:
    if somebody:
        User.objects.create_user("first")
    else:
        ArticleFactory.create(author=User.objects.create_user("first"))
    before = everything()

    assert not plant_demo(now=NOW)

    assert everything() == before


def test_all_of_it_is_planted_or_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "community.jsonl"
    broken.write_text(planting.CONTENT.read_text(encoding="utf-8").replace('"-20m"', '"soon"'), encoding="utf-8")
    monkeypatch.setattr(planting, "CONTENT", broken)

    with pytest.raises(ValueError, match="'soon' is no age"):
        plant_demo(now=NOW)

    assert not User.objects.exists()
    assert not Article.objects.exists()


# -- Who may reach it -------------------------------------------------------------------------------------------------


def said_by_planting() -> str:
    said = io.StringIO()
    call_command("plant_demo", stdout=said)
    return said.getvalue()


def test_the_log_ins_are_said_at_every_start() -> None:
    first, again = said_by_planting(), said_by_planting()

    assert first == again
    assert all(f"{login.name} " in first and login.password in first for login in open_logins())


def test_there_are_no_log_ins_where_nothing_was_planted() -> None:
    User.objects.create_user("wren")

    assert open_logins() == []
    assert said_by_planting() == ""


def test_a_log_in_is_no_longer_said_once_its_password_is_another() -> None:
    plant_demo(now=NOW)
    wren = User.objects.get(username="wren")
    wren.set_password("wren's own")
    wren.save()
    User.objects.filter(username="moss").update(is_active=False)

    assert [login.name for login in open_logins()] == ["ada"]
    assert "wren" not in said_by_planting()


def test_a_password_that_was_only_hashed_anew_still_counts() -> None:
    plant_demo(now=NOW)
    [wren, *_] = open_logins()
    person = User.objects.get(username="wren")
    person.set_password(wren.password)
    person.save()

    assert "wren" in [login.name for login in open_logins()]


def test_there_is_no_demo_but_in_a_trial(settings: Settings) -> None:
    settings.TRIAL = False

    with pytest.raises(CommandError, match="only a trial has one"):
        call_command("plant_demo")

    assert not User.objects.exists()


def test_the_trial_does_not_listen_beyond_loopback_while_the_log_ins_work() -> None:
    plant_demo(now=NOW)

    with pytest.raises(CommandError, match=r"the demo's log-ins \(wren, moss, ada\) work"):
        call_command("serve", "0.0.0.0:18790")
