"""Appeals: once, in time, answered by somebody else, and overturned all is as it was."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Restriction, User
from forum.comments.models import Comment
from moderation import acting, appealing
from moderation.appealing import AlreadyAnswered, CannotAppeal, answer
from moderation.deciding import Verdict, decide
from moderation.models import Act, Appeal, Case, LoggedAct
from moderation.outcomes import outcome_of
from moderation.restricting import Length, restrict, strikes_of
from moderation.undoing import undo
from moderation.verifying import verify_log
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.moderation.cases import appealed, decided_by, removal, reported
from tests.together import at_once

type Browse = Callable[[User], Client]


def test_an_author_appeals_once_and_sees_until_when_it_is_answered(browse: Browse, bob: User, mona: User) -> None:
    entry, bobs = removal(make_comment(by=bob), mona), browse(bob)

    pages = [
        bobs.post(f"/decisions/{entry.number}/appeal", {"text": text}, follow=True).content.decode()
        for text in ("I only asked.", "Again.")
    ]

    made = Appeal.objects.get()
    assert (made.decision, made.by, made.text, made.first_decider) == (entry, bob, "I only asked.", mona)
    assert "You have appealed." in pages[1]
    assert f'action="/decisions/{entry.number}/appeal"' not in pages[1]


@pytest.mark.parametrize(("text", "status"), [("", 422), (" \n", 422), ("é" * 2001, 422), ("é" * 2000, 303)])
def test_an_appeal_says_why_within_bounds(browse: Browse, bob: User, mona: User, text: str, status: int) -> None:
    entry = removal(make_comment(by=bob), mona)

    assert browse(bob).post(f"/decisions/{entry.number}/appeal", {"text": text}).status_code == status


def test_after_six_months_it_is_too_late(browse: Browse, bob: User, mona: User) -> None:
    entry = removal(make_comment(by=bob), mona)

    with time_machine.travel(timezone.now() + appealing.WITHIN - timedelta(minutes=1)):
        in_time = browse(bob).get(f"/decisions/{entry.number}").content.decode()
    with time_machine.travel(timezone.now() + appealing.WITHIN + timedelta(minutes=1)):
        late = browse(bob).get(f"/decisions/{entry.number}").content.decode()
        refused = browse(bob).post(f"/decisions/{entry.number}/appeal", {"text": "I only asked."})

    assert "within six months" in in_time
    assert "within six months" not in late
    assert refused.status_code == 422
    assert "This can no longer be appealed against." in refused.content.decode()
    assert not Appeal.objects.exists()


def test_what_was_taken_back_needs_no_appeal(bob: User, mona: User) -> None:
    entry = decide(reported(make_comment(by=bob)).case.pk, Verdict.REMOVE, decided_by(mona))
    undo(entry.number, decided_by(mona))

    with pytest.raises(CannotAppeal):
        appealed(LoggedAct.objects.select_related("particulars").get(pk=entry.pk), bob)


def test_what_was_restored_needs_no_appeal_either(browse: Browse, bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    entry, bobs = removal(comment, mona), browse(bob)
    before = bobs.get(f"/decisions/{entry.number}").content.decode()
    acting.restore(Comment.objects.get(pk=comment.pk), decided_by(mona))

    after = bobs.get(f"/decisions/{entry.number}").content.decode()

    assert "within six months" in before
    assert "within six months" not in after


def test_a_decline_and_a_lock_are_taken_back_by_appeal_too(bob: User, mona: User, ada: User) -> None:
    waiting, article = ArticleFactory.create(author=bob, published_at=None), ArticleFactory.create(author=bob)
    entries = [acting.decline(waiting, decided_by(mona, note="Old.")), acting.lock(article, decided_by(mona))]

    for entry in entries:
        assert entry is not None
        answer(appealed(LoggedAct.objects.get(pk=entry.pk), bob).pk, decided_by(ada), overturn=True)

    waiting.refresh_from_db()
    article.refresh_from_db()
    assert (waiting.declined_at, article.locked_at) == (None, None)


def test_overturned_all_is_as_it_was_and_the_case_is_closed(
    browse: Browse, bob: User, carol: User, mona: User, ada: User
) -> None:
    comment = make_comment(by=bob)
    make_comment(to=comment)
    before = Comment.objects.values().get(pk=comment.pk)
    case = reported(comment, by=carol).case
    entry = decide(case.pk, Verdict.REMOVE, decided_by(mona))
    made = appealed(LoggedAct.objects.select_related("particulars").get(pk=entry.pk), bob)

    browse(ada).post(f"/moderation/appeals/{made.pk}", {"note": "A fair question.", "overturn": "1"})

    made.refresh_from_db()
    case = Case.objects.select_related("decision", "comment__article").get(pk=case.pk)
    assert Comment.objects.values().get(pk=comment.pk) == before
    assert made.decided_by == ada
    assert made.outcome is not None
    assert made.outcome.act == Act.OVERTURN
    assert case.decision is not None
    assert case.decision.reverts_id == entry.number
    assert outcome_of(case) == "Decided, and the decision was taken back"
    assert "A fair question." in browse(bob).get(f"/decisions/{entry.number}").content.decode()
    assert verify_log().fault is None


def test_a_suspension_is_appealed_against_and_overturned_it_is_lifted(
    browse: Browse, bob: User, mona: User, ada: User
) -> None:
    until = timezone.now() + timedelta(days=7)
    entry = restrict(bob, Length(kind=Restriction.Kind.SUSPEND, until=until), decided_by(mona))
    assert entry is not None
    page = browse(bob).post(f"/decisions/{entry.number}/appeal", {"text": "I only asked."}, follow=True)

    answer(Appeal.objects.get().pk, decided_by(ada), overturn=True)

    assert "You have appealed." in page.content.decode()
    assert not Restriction.objects.in_force(timezone.now()).exists()
    assert strikes_of(bob, now=timezone.now()) == []
    acts = list(LoggedAct.objects.order_by("number").values_list("act", flat=True))
    assert acts == [Act.SUSPEND_PERSON, Act.LIFT_RESTRICTION, Act.OVERTURN]
    assert verify_log().fault is None


def test_a_removed_article_is_appealed_against_and_overturned_it_is_back(bob: User, mona: User, ada: User) -> None:
    article = ArticleFactory.create(author=bob)
    entry = acting.take_down(article, decided_by(mona))
    assert entry is not None
    made = appealing.appeal(
        LoggedAct.objects.for_decisions_page().get(pk=entry.pk), by=bob, text="I only asked.", at=timezone.now()
    )

    answer(made.pk, decided_by(ada), overturn=True)

    article.refresh_from_db()
    assert article.removed_at is None
    assert LoggedAct.objects.latest("number").act == Act.OVERTURN


def test_upheld_nothing_changes_and_the_author_is_told(browse: Browse, bob: User, mona: User, ada: User) -> None:
    entry = removal(make_comment(by=bob), mona)
    made = appealed(entry, bob)

    browse(ada).post(f"/moderation/appeals/{made.pk}", {"note": "It was an insult."})

    page = browse(bob).get(f"/decisions/{entry.number}").content.decode()
    assert Comment.objects.get().removed_at is not None
    assert "Upheld on appeal" in page
    assert "It was an insult." in page


def test_of_what_was_restored_meanwhile_nothing_is_left_to_do(bob: User, mona: User, ada: User) -> None:
    comment = make_comment(by=bob)
    made = appealed(removal(comment, mona), bob)
    acting.restore(Comment.objects.get(pk=comment.pk), decided_by(mona))

    outcome = answer(made.pk, decided_by(ada), overturn=True)

    assert outcome.act == Act.OVERTURN
    assert Comment.objects.get().is_published
    assert [entry.act for entry in LoggedAct.objects.order_by("number")] == [
        "remove_comment",
        "restore_comment",
        "overturn",
    ]


def test_neither_who_decided_nor_whom_it_befell_answers(browse: Browse, bob: User, mona: User, ada: User) -> None:
    first = appealed(removal(make_comment(by=bob), mona), bob)
    of_admin = appealed(removal(make_comment(by=ada), mona), ada)

    page = browse(mona).get(f"/moderation/appeals/{first.pk}").content.decode()
    refused = browse(mona).post(f"/moderation/appeals/{first.pk}", {"note": "No.", "overturn": "1"})
    own = browse(ada).post(f"/moderation/appeals/{of_admin.pk}", {"note": "Yes.", "overturn": "1"})

    assert "You made the decision: a colleague must decide." in page
    assert (refused.status_code, own.status_code) == (403, 403)
    assert Appeal.objects.open().count() == 2


def test_the_database_too_keeps_whoever_decided_from_answering(bob: User, mona: User) -> None:
    entry = removal(make_comment(by=bob), mona)
    made = appealed(entry, bob)

    with pytest.raises(IntegrityError, match="an_appeal_is_decided_by_another_moderator"), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(decided_at=timezone.now(), decided_by=mona, outcome=entry)


def test_whoever_answers_second_is_told(browse: Browse, bob: User, mona: User, ada: User) -> None:
    made = appealed(removal(make_comment(by=bob), mona), bob)
    answer(made.pk, decided_by(ada), overturn=False)
    third = UserFactory.create(role=User.Role.MODERATOR)

    page = browse(third).post(f"/moderation/appeals/{made.pk}", {"note": "No.", "overturn": "1"}, follow=True)

    assert "A colleague was first" in page.content.decode()
    assert Comment.objects.get().removed_at is not None
    with pytest.raises(AlreadyAnswered):
        answer(made.pk, decided_by(third), overturn=True)


@pytest.mark.parametrize(("note", "status"), [("", 422), ("é" * 2001, 422), ("é" * 2000, 303)])
def test_an_answer_has_words_within_bounds(
    browse: Browse, bob: User, mona: User, ada: User, note: str, status: int
) -> None:
    made = appealed(removal(make_comment(by=bob), mona), bob)

    assert browse(ada).post(f"/moderation/appeals/{made.pk}", {"note": note}).status_code == status


def test_appeals_wait_the_oldest_first_and_say_which_are_overdue(
    browse: Browse, bob: User, mona: User, ada: User
) -> None:
    for days in (1, 8):
        made = appealed(removal(make_comment(by=bob), mona), bob)
        Appeal.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=days))

    adas = browse(ada)
    with CaptureQueriesContext(connection) as captured:
        answered = adas.get("/moderation/?tab=appeals")

    assert len(captured) == 9
    assert [line.is_overdue for line in answered.context["lines"]] == [True, False]
    assert answered.content.decode().count("(overdue)") == 1
    assert adas.get("/moderation/appeals").headers["Location"] == "/moderation/?tab=appeals"


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_answer_at_once_one_does_and_whoever_decided_never() -> None:
    moderators = UserFactory.create_batch(4, role=User.Role.MODERATOR)
    author = UserFactory.create()
    for _round in range(5):
        made = appealed(removal(make_comment(by=author), moderators[0]), author)

        def answered(moderator: User, pk: int = made.pk) -> None:
            with suppress(AlreadyAnswered, PermissionDenied):
                answer(pk, decided_by(moderator), overturn=True)

        at_once([lambda moderator=moderator: answered(moderator) for moderator in moderators])  # type: ignore[misc]

        made.refresh_from_db()
        assert made.decided_by in moderators[1:]
        assert LoggedAct.objects.filter(reverts=made.decision).count() == 1
    assert LoggedAct.objects.filter(act=Act.OVERTURN).count() == 5
    assert verify_log().fault is None
