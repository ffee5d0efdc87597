"""What was removed and comes back is as it was, row by row, in every table there is: however it comes back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from accounts.models import Restriction, User
from forum.articles.models import Article, Tag
from forum.articles.withdrawing import withdraw_article
from forum.comments.deleting import delete_comment
from forum.comments.drafts import Sitting, save_draft
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.events.models import Delivery
from forum.threads.collapsing import collapse
from forum.votes.casting import cast_vote
from forum.votes.tallying import tally
from moderation import acting
from moderation.acting import Decided
from moderation.appealing import answer
from moderation.claiming import claim
from moderation.deciding import Verdict, decide, judge
from moderation.models import Appeal, Case, LoggedAct, LogHead, Particulars
from moderation.noting import note
from moderation.policy import Thing
from moderation.reporting import open_case_of_held
from moderation.restricting import Length, restrict
from moderation.undoing import undo
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import appealed, case_of, decided_by, reported

pytestmark = pytest.mark.django_db

type Rows = dict[str, list[dict[str, object]]]

# What was done stays written, and so does what was said about it; what is on its way is told what is true by then.
GROWS: set[type[Model]] = {LoggedAct, Particulars, LogHead, Appeal, Delivery}
# A case that was decided is nobody's any more, and one that an appeal closed knows by which entry.
CHANGES: dict[type[Model], set[str]] = {Case: {"decided_at", "decision_id", "claimed_by_id", "claimed_until"}}


def everything() -> Rows:
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in CHANGES.get(model, ())}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models(include_auto_created=True)
        if model not in GROWS
    }


# -- Things, with all that can hang on them ---------------------------------------------------------------------------


def talked_about(comment: Comment, *, by: User) -> Comment:
    """With replies, the newest of all, votes that were counted and one that was not, an earlier text, a draft."""
    yesterday = timezone.now() - timedelta(days=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=yesterday)
    comment = Comment.objects.select_related("body", "article", "author").get(pk=comment.pk)
    first = make_comment(to=comment)
    make_comment(to=first)
    make_comment(to=comment, by=by)
    edit_comment(comment, by=comment.author, text="Mended.", version=version_of(comment.body.text))
    cast_vote(comment, voter=by, value=1)
    cast_vote(first, voter=by, value=-1)
    tally()
    cast_vote(comment, voter=first.author, value=-1)
    save_draft(Sitting(by, uuid4()), {"parent": comment}, "Half a", at=timezone.now())
    collapse(comment, reader=by, at=timezone.now())
    return Comment.objects.get(pk=comment.pk)


def thread(bob: User, carol: User) -> Comment:
    return talked_about(make_comment(by=bob), by=carol)


def leaf(bob: User, carol: User) -> Comment:
    """The newest of its thread and its article, below one that is a tombstone for its sake alone."""
    above = make_comment(to=thread(carol, bob))
    comment = make_comment(to=above, by=bob)
    delete_comment(above, at=timezone.now())
    return Comment.objects.get(pk=comment.pk)


def among_many(bob: User, carol: User) -> Comment:
    """One of those that a list shows before its fold: the ranks of what follows depend on it."""
    top = make_comment(by=carol)
    replies = [make_comment(to=top, by=bob) for _each in range(13)]
    return talked_about(replies[2], by=carol)


def held(bob: User, carol: User) -> Comment:
    comment = thread(bob, carol)
    hold_comment(comment, at=timezone.now())
    return Comment.objects.get(pk=comment.pk)


def story(bob: User, carol: User) -> Article:
    """With a tag, a vote, and a discussion of which a part was removed."""
    article = ArticleFactory.create(author=bob)
    article.tags.add(Tag.objects.create(slug="rivers", name="Rivers"))
    cast_vote(article, voter=carol, value=1)
    comment = talked_about(make_comment(on=article, by=carol), by=bob)
    remove_comment(make_comment(to=comment), by=carol, at=timezone.now())
    return Article.objects.get(pk=article.pk)


def withdrawn(bob: User, carol: User) -> Article:
    article = story(bob, carol)
    withdraw_article(article, at=timezone.now())
    return Article.objects.get(pk=article.pk)


def waiting(bob: User, carol: User) -> Article:
    return ArticleFactory.create(author=bob, published_at=None)


THINGS: dict[str, Callable[[User, User], Thing]] = {
    each.__name__: each for each in (thread, leaf, among_many, held, story, withdrawn, waiting)
}

# -- Ways back --------------------------------------------------------------------------------------------------------


def undone(entry: LoggedAct, decided: Decided) -> None:
    undo(entry.pk, decided)


def overturned(entry: LoggedAct, decided: Decided) -> None:
    judged = LoggedAct.objects.for_decisions_page().get(pk=entry.pk)
    answer(appealed(judged, judged.particulars.person or decided.by).pk, decided, overturn=True)


def put_back(entry: LoggedAct, decided: Decided) -> None:
    """Where it stands, by the button there."""
    if entry.comment:
        assert acting.restore(entry.comment, decided)
    elif entry.article:
        assert acting.put_back(entry.article, decided) or acting.reconsider(entry.article, decided)


@pytest.mark.parametrize("name", THINGS)
def test_what_comes_back_is_as_it_was(name: str, bob: User, carol: User, mona: User, ada: User) -> None:
    thing, strike = THINGS[name](bob, carol), make_comment(by=bob)
    decide(case_of(strike).pk, Verdict.REMOVE, decided_by(mona))
    restrict(bob, Length(kind=Restriction.Kind.WARN), decided_by(mona))
    note(bob, by=mona, text="Again.", at=timezone.now())
    case = reported(thing, by=carol).case
    claim(case, by=mona, now=timezone.now())
    removal, afterthought = decided_by(mona, note="Because."), decided_by(ada)
    before = everything()

    # The first opens the case again, the second closes it for good, for the third there is none.
    for back in (undone, overturned, put_back):
        entry = judge(thing, Verdict.REMOVE, removal)
        assert entry is not None
        assert everything() != before
        back(LoggedAct.objects.get(pk=entry.pk), afterthought)

        after = everything()
        assert [label for label in before if before[label] != after[label]] == [], back.__name__


def test_a_release_taken_back_is_as_if_nobody_had_seen_it(bob: User, carol: User, mona: User) -> None:
    restrict(bob, Length(kind=Restriction.Kind.PREMODERATE), decided_by(mona))
    comment = make_comment(to=thread(carol, bob), by=bob)
    case = open_case_of_held(comment, at=timezone.now())
    decisions = [decided_by(mona), decided_by(mona), decided_by(mona)]
    Comment.objects.filter(pk=comment.pk).update(held_at=decisions[1].at)  # it comes into a moderator's hands anew
    before = everything()

    undo(decide(case.pk, Verdict.APPROVE, decisions[0]).pk, decisions[1])

    after = everything()
    assert [label for label in before if before[label] != after[label]] == []
    decide(case.pk, Verdict.APPROVE, decisions[2])
    assert Comment.objects.get(pk=comment.pk).published_at == decisions[2].at
