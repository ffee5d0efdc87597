"""The log: a chain that grows at its end alone, and stays whole when somebody is forgotten in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from accounts.models import User
from forum.comments.models import Comment
from moderation import triggers
from moderation.log import Done, forget_in_log, write
from moderation.models import Act, LoggedAct, LogHead, Particulars, Rule
from moderation.verifying import verify_log
from tests.make import make_comment

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def comment(carol: User) -> Comment:
    return make_comment(by=carol, text="Buy my pills, gréat pills ✓")


@pytest.fixture
def entries(comment: Comment, mona: User, ada: User) -> list[LoggedAct]:
    """Three: removed by Mona, restored by Ada, removed again by a rule."""
    rule = Rule.objects.create(title="No pills")
    about = Done(
        act=Act.REMOVE_COMMENT,
        by=mona,
        at=NOW,
        comment=comment,
        rule=rule,
        person=comment.author,
        words=comment.body.text,
        note="No adverts, please.",
    )
    removal = log(about)
    back = log(replace(about, act=Act.RESTORE_COMMENT, by=ada, reverts=removal))
    return [removal, back, log(Done(act=Act.REMOVE_COMMENT, by=None, at=NOW, comment=comment, rule=rule))]


def log(done: Done) -> LoggedAct:
    with transaction.atomic():
        return write(done)


def test_entries_are_numbered_without_a_gap_and_each_follows_the_one_before(entries: list[LoggedAct]) -> None:
    first, second, third = entries

    assert [entry.number for entry in entries] == [first.number, first.number + 1, first.number + 2]
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert LogHead.objects.get().digest == third.digest


def test_an_entry_says_as_whom_somebody_acted_then(entries: list[LoggedAct], mona: User) -> None:
    mona.role = User.Role.READER
    mona.save()

    assert [entry.role for entry in LoggedAct.objects.order_by("number")] == ["moderator", "admin", "rule"]
    assert verify_log().fault is None


def test_a_whole_log_is_proved(entries: list[LoggedAct], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")

    said = capsys.readouterr().out
    assert "3 entries, whole" in said
    assert entries[-1].digest in said


@pytest.mark.django_db
def test_an_empty_log_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")

    assert "0 entries, whole" in capsys.readouterr().out


def test_nothing_is_logged_outside_the_transaction_of_its_act(
    transactional_db: None, comment: Comment, mona: User
) -> None:
    with pytest.raises(TransactionManagementError):
        write(Done(act=Act.REMOVE_COMMENT, by=mona, at=NOW, comment=comment))

    assert not LoggedAct.objects.exists()


# -- Nobody bends it --------------------------------------------------------------------------------------------------

SQL = {
    "an entry is changed": "UPDATE moderation_loggedact SET act = 'restore_comment'",
    "an entry is deleted": "DELETE FROM moderation_loggedact",
    "particulars are deleted": "DELETE FROM moderation_particulars",
}


@pytest.mark.parametrize("what", SQL)
def test_the_database_refuses_when(what: str, entries: list[LoggedAct]) -> None:
    with pytest.raises(DatabaseError, match=r"append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL[what])

    assert verify_log().fault is None


@pytest.mark.needs_postgres
def test_the_database_refuses_to_empty_it(transactional_db: None, entries: list[LoggedAct]) -> None:
    with pytest.raises(DatabaseError, match=r"append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE moderation_loggedact, moderation_particulars CASCADE")


FORGERIES = {
    "the act": "UPDATE moderation_loggedact SET act = 'hold_comment' WHERE number = %s",
    "the time": "UPDATE moderation_loggedact SET written_at = '2026-03-01 12:30:16' WHERE number = %s",
    "the role": "UPDATE moderation_loggedact SET role = 'moderator' WHERE number = %s",
    "what it is about": "UPDATE moderation_loggedact SET comment_id = NULL WHERE number = %s",
    "what it reverts": "UPDATE moderation_loggedact SET reverts_id = NULL WHERE number = %s",
    "its words": "UPDATE moderation_particulars SET words = 'Good morning.' WHERE entry_id = %s",
    "who did it": "UPDATE moderation_particulars SET by_id = NULL WHERE entry_id = %s",
    "whom it befell": "UPDATE moderation_particulars SET person_id = NULL WHERE entry_id = %s",
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_changed_entry_is_named(what: str, entries: list[LoggedAct]) -> None:
    forge(FORGERIES[what], entries[1].number)

    with pytest.raises(CommandError, match=rf"Entry {entries[1].number}: .*changed"):
        call_command("verify_log")


def test_a_missing_entry_is_named(entries: list[LoggedAct]) -> None:
    take_away(entries[1])

    with pytest.raises(CommandError, match=rf"entry {entries[1].number} is missing"):
        call_command("verify_log")


def test_a_log_that_was_cut_off_is_told(entries: list[LoggedAct]) -> None:
    take_away(entries[2])

    with pytest.raises(CommandError, match=rf"Entry {entries[2].number}: the log ends before its head"):
        call_command("verify_log")


def test_a_log_that_was_cut_off_with_its_head_is_told_to_whoever_knows_the_head(entries: list[LoggedAct]) -> None:
    take_away(entries[2])
    LogHead.objects.update(number=entries[1].number, digest=entries[1].digest)

    call_command("verify_log", holds=entries[1].digest)
    with pytest.raises(CommandError, match=r"cut off"):
        call_command("verify_log", holds=entries[2].digest)


def test_particulars_that_are_made_to_look_forgotten_are_not_believed(entries: list[LoggedAct]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Particulars.objects.filter(entry=entries[1]).update(salt="", words="")


def take_away(entry: LoggedAct) -> None:
    forge("DELETE FROM moderation_particulars WHERE entry_id = %s", entry.number)
    forge("DELETE FROM moderation_loggedact WHERE number = %s", entry.number)


def forge(sql: str, *values: int) -> None:
    """As somebody would who owns the database, and takes its triggers away first."""
    triggers.open_up(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.shut(connection)


# -- Forgetting -------------------------------------------------------------------------------------------------------


def test_a_forgotten_person_leaves_the_chain_whole(entries: list[LoggedAct], carol: User) -> None:
    assert forget_in_log(carol, at=NOW) == 2

    chain = verify_log()
    assert (chain.fault, chain.count, chain.forgotten) == (None, 3, 2)
    assert not Particulars.objects.filter(person=carol).exists()
    assert not Particulars.objects.filter(words__contains="pills").exists()


def test_a_forgotten_moderator_takes_no_words_about_others_along(entries: list[LoggedAct], mona: User) -> None:
    forget_in_log(mona, at=NOW)

    particulars = Particulars.objects.get(entry=entries[0])
    assert (particulars.by, particulars.words) == (None, "Buy my pills, gréat pills ✓")
    assert verify_log().fault is None
