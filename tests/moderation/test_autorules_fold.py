"""What a rule folds: one line that says why, for its author too; people unfold it, and no rule folds it again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.events.relaying import relay
from moderation import acting
from moderation.appealing import answer, appeal
from moderation.autoruling import FEWEST, overturned, state_of
from moderation.autoscreening import note_hits
from moderation.deciding import Verdict, decide
from moderation.models import Act, AutoRule, AutoRuleVersion, Case, Hit, LoggedAct
from moderation.undoing import undo
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import decided_by, reported
from tests.moderation.test_autorules import deliver_now, made, post
from tests.pages import read

type Browse = Callable[[User], Client]

pytestmark = pytest.mark.django_db

FOLD = AutoRuleVersion.Action.FOLD


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create()


@pytest.fixture
def autorule(ada: User) -> AutoRule:
    return made(ada, FOLD)


@pytest.fixture
def folded(autorule: AutoRule, bob: User) -> Comment:
    comment = post(ArticleFactory.create(), bob)
    relay()
    return Comment.objects.select_related("body", "article").get(pk=comment.pk)


def test_it_stands_folded_with_the_reason_one_tap_away(
    browse: Browse, autorule: AutoRule, folded: Comment, bob: User, carol: User
) -> None:
    entry, reply = LoggedAct.objects.get(act=Act.FOLD_COMMENT), make_comment(to=folded, text="An answer.")
    pages = {person: read(browse(person), folded.article.get_absolute_url()) for person in (bob, carol)}

    assert autorule.current is not None
    for page in pages.values():
        assert f'<details class="low"><summary>Folded by a rule: {autorule.current.rule.title}</summary>' in page
        assert "Pills!" in page, "it is there for whoever opens it"
        assert reply.body.html in page
    assert f'href="/decisions/{entry.number}">No person folded this. Why, and how to appeal' in pages[bob]
    assert f'href="/log/{entry.number}">No person folded this. What the log says' in pages[carol]
    assert "<details" not in read(Client(), f"/c/{folded.pk}"), "a permalink shows what it leads to"


def test_it_is_logged_as_done_by_no_person_with_what_its_author_is_told(
    browse: Browse, folded: Comment, bob: User
) -> None:
    entry = LoggedAct.objects.select_related("particulars").get(act=Act.FOLD_COMMENT)
    page = read(browse(bob), f"/decisions/{entry.number}")

    assert (entry.role, entry.particulars.by, entry.particulars.person) == ("rule", None, bob)
    assert "No pills here." in page
    assert "decided by an automatic rule, without a person" in page


@pytest.mark.parametrize("how", ["button", "approval", "appeal"])
def test_who_unfolds_it_has_the_last_word(
    how: str, browse: Browse, autorule: AutoRule, folded: Comment, bob: User, mona: User
) -> None:
    entry = LoggedAct.objects.get(act=Act.FOLD_COMMENT)
    if how == "button":
        browse(mona).post(f"/c/{folded.pk}/unfold")
    elif how == "approval":
        decide(reported(folded).case.pk, Verdict.APPROVE, decided_by(mona))
    else:
        made_appeal = appeal(entry, by=bob, text="I only asked.", at=timezone.now())
        answer(made_appeal.pk, decided_by(mona), overturn=True)

    folded.body.refresh_from_db()
    note_hits(Comment.objects.get(pk=folded.pk))

    assert folded.body.folded_at is None
    assert LoggedAct.objects.get(act=Act.UNFOLD_COMMENT).reverts == entry
    assert "Folded by a rule" not in read(Client(), folded.article.get_absolute_url())
    assert not Comment.objects.filter(body__folded_at__isnull=False).exists()
    assert overturned(autorule) == (1, 1)


def test_unfolding_is_undone_as_it_was(folded: Comment, mona: User) -> None:
    entry = decide(reported(folded).case.pk, Verdict.APPROVE, decided_by(mona))

    undo(entry.number, decided_by(mona))

    folded.body.refresh_from_db()
    assert folded.body.folded_at is not None


def test_a_rule_folds_nothing_that_a_person_looked_at_or_that_waits(
    autorule: AutoRule, article: Article, ada: User, bob: User, mona: User
) -> None:
    kept, waits = post(article, bob), post(article, bob)
    decide(reported(kept).case.pk, Verdict.APPROVE, decided_by(mona))
    acting.hold(waits, decided_by(mona))

    relay()

    assert Hit.objects.count() == 2
    assert not Comment.objects.filter(body__folded_at__isnull=False).exists()


def test_in_the_shadow_it_folds_nothing(article: Article, ada: User, bob: User) -> None:
    made(ada, FOLD, state="shadow")

    post(article, bob)
    relay()

    assert Hit.objects.get().is_shadow
    assert not LoggedAct.objects.filter(act=Act.FOLD_COMMENT).exists()


def test_a_rule_that_people_unfold_too_often_stops_itself(
    autorule: AutoRule, article: Article, bob: User, mona: User
) -> None:
    comments = [post(article, bob, f"Pills, lot {number}") for number in range(FEWEST)]
    relay()

    for comment in comments:
        acting.unfold(comment, decided_by(mona))
    deliver_now()

    assert state_of(AutoRule.objects.get()) == "suspended"
    assert not Case.objects.exists(), "nobody had to look at any of them"


def test_where_no_rule_looks_nothing_is_written_for_it(article: Article, ada: User, bob: User) -> None:
    def promised() -> int:
        Delivery.objects.all().delete()
        reported(post(article, bob, "Rain."))
        return Delivery.objects.filter(receiver__contains="note_hits").count()

    none = promised()
    made(ada, FOLD, state="shadow")

    assert (none, promised()) == (0, 2)
    AutoRule.objects.update(shadowed_at=None)
    assert promised() == 0
