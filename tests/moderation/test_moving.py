"""Moving and locking branches: logged, told to whom it befell, shown where it came to, and taken back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.models import Comment
from moderation import moving
from moderation.acting import Decided
from moderation.appealing import answer
from moderation.deciding import Verdict, decide
from moderation.log import digest_of
from moderation.models import Act, LoggedAct
from moderation.undoing import CannotUndo, undo, undo_in_log
from moderation.verifying import verify_log
from tests.make import ArticleFactory, make_comment, make_thread
from tests.moderation.cases import appealed, case_of, decided_by
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def here(alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="Rain here", source_url="https://here.example/rain")


@pytest.fixture
def there(carol: User) -> Article:
    return ArticleFactory.create(author=carol, title="Rain there")


def decided(by: User) -> Decided:
    return Decided(by=by, at=timezone.now(), note="It is about the same.")


def acts() -> list[str]:
    return list(LoggedAct.objects.order_by("number").values_list("act", flat=True))


def now(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_a_branch_is_moved_once_its_mover_has_seen_what_that_does(
    browse: Browse, here: Article, there: Article, mona: User
) -> None:
    _root, branch, _reply = make_thread([[[]]], on=here)
    monas, form = browse(mona), {"to": f"/a/{there.pk}/anything", "note": "Over there."}

    asked = monas.post(f"/c/{branch.pk}/move", form).content.decode()
    unseen = monas.post(f"/c/{branch.pk}/move", form | {"confirmed": "1", "seen": here.pk})

    assert "2 comments move, this one and 1 reply" in asked
    assert "Rain there" in asked
    assert unseen.status_code == 200
    assert acts() == []

    done = monas.post(f"/c/{branch.pk}/move", form | {"confirmed": "1", "seen": there.pk}, follow=True)

    assert now(branch).article == there
    assert "No. 1 in the log takes it back" in done.content.decode()
    entry = LoggedAct.objects.select_related("particulars").get()
    assert (entry.act, entry.from_article, entry.to_article) == (Act.MOVE_BRANCH, here, there)
    assert (entry.particulars.person, entry.particulars.note) == (branch.author, "Over there.")
    assert list(all_faults()) == []


@pytest.mark.parametrize(
    "to", ["", "999999", "9" * 30, "https://elsewhere.example/a/1", "/c/12345", "x" * 501, "here", "waits"]
)
def test_where_nothing_can_go_is_said(browse: Browse, here: Article, mona: User, to: str) -> None:
    comment, waits = make_comment(on=here), ArticleFactory.create(published_at=None)
    names = {"here": str(here.pk), "waits": str(waits.pk)}

    refused = browse(mona).post(f"/c/{comment.pk}/move", {"to": names.get(to, to), "confirmed": "1", "seen": waits.pk})

    assert refused.status_code == 422
    assert now(comment).article == here


def test_its_author_is_told_from_where_to_where_and_so_is_everybody(
    browse: Browse, here: Article, there: Article, mona: User, bob: User
) -> None:
    comment = make_comment(on=here, by=bob)
    moving.move(comment, there, decided(mona))

    told, logged = (page for page in (read(browse(bob), "/decisions"), read(Client(), "/log")))

    for words in ("Branch moved", "Rain here", "Rain there"):
        assert words in told
        assert words in logged
    assert "It is about the same." in told
    assert "It is about the same." not in logged
    assert "Branch moved" in read(Client(), "/log?act=move_branch")
    assert "Rain here" not in read(Client(), "/log?act=merge_article")


def test_a_move_is_taken_back_in_the_log(browse: Browse, here: Article, there: Article, mona: User, bob: User) -> None:
    root, branch, _reply = make_thread([[[]]], on=here)
    before = list(Comment.objects.order_by("pk").values())
    moving.move(branch, there, decided(mona))
    monas = browse(mona)

    assert "Take it back" not in read(browse(bob), "/log/1")
    assert "along: they are not left behind" in read(monas, "/log/1")
    done = monas.post("/log/1/undo", follow=True).content.decode()
    late = monas.post("/log/1/undo", follow=True).content.decode()

    assert "It is taken back." in done
    assert "This was taken back before." in late
    assert list(Comment.objects.order_by("pk").values()) == before
    assert now(branch).parent == root
    assert acts() == [Act.MOVE_BRANCH, Act.RETURN_BRANCH]
    assert verify_log().fault is None


def test_a_thread_is_taken_back_to_its_article_and_not_if_it_moved_on(
    here: Article, there: Article, mona: User
) -> None:
    thread, third = make_comment(on=here), ArticleFactory.create()
    first = moving.move(thread, there, decided(mona))
    second = moving.move(now(thread), third, decided(mona))
    assert first
    assert second

    with pytest.raises(CannotUndo):
        undo_in_log(first.pk, decided(mona))
    undo_in_log(second.pk, decided(mona))
    undo_in_log(first.pk, decided(mona))

    assert now(thread).article == here
    assert list(all_faults()) == []


def test_a_bent_way_breaks_the_chain(here: Article, there: Article, mona: User) -> None:
    entry = moving.move(make_comment(on=here), there, decided(mona))
    assert entry
    as_written = entry.digest

    entry.to_article = here

    assert digest_of(entry) != as_written


def test_a_branch_is_locked_where_it_stands_and_unlocked_there(browse: Browse, bob: User, mona: User) -> None:
    _root, branch, below = make_thread([[[]]])
    monas, bobs = browse(mona), browse(bob)

    monas.post(f"/c/{branch.pk}/lock", {"note": "It goes in circles."})

    page = read(bobs, branch.article.get_absolute_url())
    assert page.count("This branch is locked.") == 1
    assert f"/c/{branch.pk}/reply" not in page
    assert f"/c/{below.pk}/reply" not in page
    assert "This branch is locked." in read(Client(), f"/c/{below.pk}")
    refused = bobs.post(f"/c/{below.pk}/reply", {"text": "But", "form_key": "0" * 32})
    assert "This branch is locked: it can be read" in refused.content.decode()
    assert "It goes in circles." in read(browse(branch.author), "/decisions")

    monas.post(f"/c/{branch.pk}/unlock")

    assert f"/c/{below.pk}/reply" in read(bobs, branch.article.get_absolute_url())
    assert acts() == [Act.LOCK_BRANCH, Act.UNLOCK_BRANCH]


def test_a_case_of_a_comment_locks_its_branch_or_all_of_the_discussion(mona: User) -> None:
    branch = make_comment()
    case = case_of(branch)

    entry = decide(case.pk, Verdict.LOCK_BRANCH, decided_by(mona))

    assert (entry.act, bool(now(branch).locked_at), now(branch).article.locked_at) == (Act.LOCK_BRANCH, True, None)
    undo(entry.pk, decided(mona))
    case.refresh_from_db()
    assert (now(branch).locked_at, case.decided_at) == (None, None)
    assert decide(case.pk, Verdict.LOCK, decided_by(mona)).act == Act.LOCK_ARTICLE


def test_an_appeal_unlocks_a_branch(mona: User, ada: User, bob: User) -> None:
    branch = make_comment(by=bob)
    entry = decide(case_of(branch).pk, Verdict.LOCK_BRANCH, decided_by(mona))

    answer(appealed(LoggedAct.objects.for_decisions_page().get(pk=entry.pk), bob).pk, decided(ada), overturn=True)

    assert now(branch).locked_at is None
