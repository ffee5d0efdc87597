"""Nobody decides of their own words: not in the queue, not beside it, not among many, not by taking back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.models import Comment
from moderation import acting
from moderation.acting import NotTheirs
from moderation.bulk import Outcome, decide_some
from moderation.deciding import Verdict, decide, hold, judge
from moderation.models import Case, LoggedAct
from moderation.queue import Choice, next_case
from moderation.undoing import CannotUndo, undo
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import appealed, case_of, decided_by, removal
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]
type Make = Callable[[User], Comment | Article]

THINGS: dict[str, Make] = {
    "a comment": lambda who: make_comment(by=who),
    "an article": lambda who: ArticleFactory.create(author=who),
    "an article that waits": lambda who: ArticleFactory.create(author=who, published_at=None),
}


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_decides_a_case_of_their_own(name: str, verdict: Verdict, mona: User, ada: User) -> None:
    case = case_of(THINGS[name](mona))

    verbs: list[Callable[[], object]] = [
        lambda: decide(case.pk, verdict, decided_by(mona)),
        lambda: judge(case.thing, verdict, decided_by(mona)),
        lambda: hold(case.pk, decided_by(mona)),
    ]
    for verb in verbs:
        with pytest.raises(NotTheirs):
            verb()
    assert decide_some([case.pk], verdict, decided_by(mona)).done == 0
    assert not LoggedAct.objects.exists()
    assert decide(case.pk, Verdict.REMOVE, decided_by(ada)).particulars.by == ada


def test_nobody_judges_their_own_where_it_stands(browse: Browse, mona: User, ada: User) -> None:
    comment, article = make_comment(by=mona), ArticleFactory.create(author=mona, published_at=None)
    removed, gone = make_comment(by=mona), ArticleFactory.create(author=mona)
    judge(removed, Verdict.REMOVE, decided_by(ada))
    judge(gone, Verdict.REMOVE, decided_by(ada))
    client, before = browse(mona), LoggedAct.objects.count()

    for address in (
        f"/c/{comment.pk}/remove",
        f"/c/{removed.pk}/restore",
        f"/a/{article.pk}/story/approve",
        f"/a/{gone.pk}/story/restore",
    ):
        assert client.post(address, {"rule": decided_by(ada).rule.pk}).status_code == 403  # type: ignore[union-attr]
    with pytest.raises(NotTheirs):
        acting.lock(ArticleFactory.create(author=mona), decided_by(mona))
    assert LoggedAct.objects.count() == before


def test_nobody_takes_back_what_was_decided_of_their_own(mona: User, ada: User) -> None:
    comment = make_comment(by=mona)
    entry = decide(case_of(comment).pk, Verdict.REMOVE, decided_by(ada))

    with pytest.raises(CannotUndo):
        undo(entry.pk, decided_by(mona))
    comment.refresh_from_db()
    assert comment.removed_at is not None


def test_its_author_sees_that_a_colleague_must_decide(browse: Browse, mona: User) -> None:
    own = case_of(make_comment(by=mona))

    page = read(browse(mona), f"/moderation/case/{own.pk}")

    assert "Yours: a colleague must decide." in page
    assert 'value="approve"' not in page
    assert "yours: a colleague must decide" in read(browse(mona), "/moderation/")
    own.refresh_from_db()
    assert own.claimed_by is None


def test_what_comes_next_is_not_ones_own(mona: User) -> None:
    first, _own, last = case_of(), case_of(make_comment(by=mona)), case_of()

    choice = Choice(mona, timezone.now())

    assert {next_case(choice, after=first), next_case(choice, after=last)} == {first, last}


def test_an_author_deletes_their_own_whatever_their_role(mona: User) -> None:
    comment = make_comment(by=mona)

    assert delete_comment(comment, at=timezone.now())


def test_among_many_ones_own_is_left_out(mona: User) -> None:
    own, other = case_of(make_comment(by=mona)), case_of()

    assert decide_some([own.pk, other.pk], Verdict.REMOVE, decided_by(mona)) == Outcome(done=1, impossible=1)
    assert list(Case.objects.open()) == [own]


def test_whoever_has_answered_somebody_in_the_thread_is_told(browse: Browse, mona: User, ada: User, bob: User) -> None:
    comment = make_comment(by=bob)
    elsewhere = case_of(make_comment(by=bob))
    make_comment(to=comment, by=mona)
    case, hint = case_of(comment), "You have answered this person in this thread."

    assert hint in read(browse(mona), f"/moderation/case/{case.pk}")
    assert hint not in read(browse(mona), f"/moderation/case/{elsewhere.pk}")
    assert hint not in read(browse(ada), f"/moderation/case/{case.pk}")


def test_nobody_answers_their_own_appeal(browse: Browse, mona: User, ada: User) -> None:
    made = appealed(removal(make_comment(by=mona), ada), mona)

    assert "Yours: a colleague must decide." in read(browse(mona), f"/moderation/appeals/{made.pk}")
    assert browse(mona).post(f"/moderation/appeals/{made.pk}", {"note": "Yes."}).status_code == 403
