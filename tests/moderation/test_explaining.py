"""Tombstones say the rule, and lead to where more is said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from moderation import acting
from moderation.acting import Decided
from moderation.models import Rule
from tests.make import RuleFactory, UserFactory, make_comment
from tests.moderation.cases import decided_by

type Browse = Callable[[User], Client]


@pytest.fixture
def spam(db: None) -> Rule:
    return RuleFactory.create(title="Spam and the like")


def read(url: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_tombstone_says_the_rule_and_leads_to_the_entry(browse: Browse, bob: User, mona: User, spam: Rule) -> None:
    comment = make_comment(by=bob, text="Sesame")
    make_comment(to=comment)
    entry = acting.remove(comment, Decided(by=mona, at=timezone.now(), rule=spam))
    assert entry is not None
    article = comment.article.get_absolute_url()

    for url in (article, f"/c/{comment.pk}"):
        page = read(url)
        assert f'<a href="/log/{entry.number}">Removed by a moderator: Spam and the like</a>' in page
        assert "Sesame" not in page
    for url in (article, f"/c/{comment.pk}"):
        assert f'<a href="/decisions/{entry.number}">Removed by a moderator: Spam' in read(url, browse(bob)), url


def test_of_two_removals_the_later_one_counts(mona: User, spam: Rule) -> None:
    comment = make_comment()
    make_comment(to=comment)
    for rule in (RuleFactory.create(title="Before"), spam):
        acting.remove(comment, Decided(by=mona, at=timezone.now(), rule=rule))
        comment = Comment.objects.get(pk=comment.pk)
        if rule != spam:
            acting.restore(comment, decided_by(mona))

    assert "Removed by a moderator: Spam and the like" in read(comment.article.get_absolute_url())


def test_a_page_asks_for_reasons_once_and_only_where_something_was_removed(
    browse: Browse, bob: User, mona: User, spam: Rule
) -> None:
    bobs = browse(bob)

    def asked(url: str) -> tuple[int, int]:
        """By everybody, and by somebody who is signed in: they ask for what is theirs in the same statement."""
        with CaptureQueriesContext(connection) as everybodys:
            read(url)
        with CaptureQueriesContext(connection) as own:
            read(url, bobs)
        return len(everybodys), len(own)

    comments = [make_comment() for _first in range(1)]
    article = comments[0].article
    comments += [make_comment(on=article) for _each in range(3)]
    for comment in comments:
        make_comment(to=comment)
    hold_comment(make_comment(on=article, by=UserFactory.create()), at=timezone.now() - timedelta(days=1))
    none = asked(article.get_absolute_url())
    acting.remove(comments[0], decided_by(mona))
    one = asked(article.get_absolute_url())
    for comment in comments[1:]:
        acting.remove(comment, decided_by(mona))

    assert (none, one, asked(article.get_absolute_url())) == ((3, 8), (4, 8), (4, 8))
