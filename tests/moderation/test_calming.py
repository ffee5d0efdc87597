"""Measures for a while: what they let through, that they end by themselves, and that they are logged."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Restriction, User
from forum.articles.models import Article
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment, CommentVote
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from moderation.calming import Measure, calm, end_calm
from moderation.models import Act, Calm, LoggedAct
from moderation.restricting import Length, restrict
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.moderation.cases import decided_by
from tests.pages import read

type Browse = Callable[[User], Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create()


@pytest.fixture
def regular(db: None) -> User:
    return UserFactory.create(joined_at=timezone.now() - timedelta(days=90))


def begin(where: Article | None, measure: Calm.Measure, by: User, *, minutes: int | None = None) -> None:
    calm(where, measure, decided_by(by), until=timezone.now() + timedelta(hours=1), minutes=minutes)


def post(article: Article, by: User, text: str = "Rain.") -> Comment:
    return post_comment(article, author=by, text=text, form_key=uuid4()).comment


@pytest.mark.parametrize("everywhere", [True, False], ids=["the forum", "an article"])
def test_slow_has_everybody_wait_between_two_comments(
    article: Article, mona: User, regular: User, everywhere: bool
) -> None:
    elsewhere = ArticleFactory.create()
    begin(None if everywhere else article, Measure.SLOW, mona, minutes=5)
    post(article, regular)

    with pytest.raises(Refused, match="in 5 minutes"):
        post(article, regular)
    if everywhere:
        with pytest.raises(Refused, match="slow"):
            post(elsewhere, regular)
    else:
        assert post(elsewhere, regular).published_at
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert post(article, regular).published_at
    assert post(article, mona).published_at
    assert post(article, mona).published_at


def test_comments_of_new_people_wait(article: Article, mona: User, bob: User, regular: User) -> None:
    begin(article, Measure.NEWCOMERS, mona)

    assert post(article, bob).held_at is not None
    assert post(article, regular).held_at is None
    assert post(ArticleFactory.create(), bob).held_at is None


def test_links_are_off(article: Article, mona: User, regular: User) -> None:
    begin(article, Measure.LINKS, mona)

    with pytest.raises(Refused, match="Links are switched off"):
        post(article, regular, "See https://example.org")
    assert post(article, regular, "See there.").published_at
    assert post(article, mona, "See https://example.org").published_at


def test_those_vote_who_were_here_before(browse: Browse, article: Article, mona: User, regular: User) -> None:
    comment = make_comment(on=article)
    begin(article, Measure.VOTES, mona)
    newcomer = UserFactory.create()

    late = browse(newcomer).post(f"/c/{comment.pk}/vote", {"value": "1"})
    early = browse(regular).post(f"/c/{comment.pk}/vote", {"value": "1"})
    on_article = browse(newcomer).post(f"/a/{article.pk}/story/vote", {"value": "1"})

    assert (late.status_code, early.status_code, on_article.status_code) == (403, 303, 403)
    assert "were here before" in late.content.decode()
    assert CommentVote.objects.get().voter == regular


def test_nobody_signs_up_for_a_while(client: Client, mona: User) -> None:
    begin(None, Measure.SIGN_UPS, mona)
    form = {"username": "newcomer", "email": "new@example.org", "password1": "rain on the river"}

    answer = client.post("/accounts/signup/", form)

    assert answer.status_code == 403
    assert "No new accounts for a while" in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()
    end_calm(None, Measure.SIGN_UPS, decided_by(mona))
    assert client.get("/accounts/signup/").status_code == 200


def test_a_measure_ends_by_itself_and_by_hand(article: Article, mona: User, regular: User) -> None:
    begin(article, Measure.LINKS, mona)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert post(article, regular, "https://example.org").published_at
    end_calm(article, Measure.LINKS, decided_by(mona))

    assert post(article, regular, "https://example.org").published_at
    assert end_calm(article, Measure.LINKS, decided_by(mona)) is None
    acts = list(LoggedAct.objects.order_by("number").values_list("act", "article"))
    assert acts == [(Act.CALM, article.pk), (Act.END_CALM, article.pk)]


def test_taken_again_it_is_one(article: Article, mona: User) -> None:
    begin(article, Measure.SLOW, mona, minutes=5)
    begin(article, Measure.SLOW, mona, minutes=10)

    assert Calm.objects.in_force(timezone.now()).get().minutes == 10


# -- The panel --------------------------------------------------------------------------------------------------------


def test_the_panel_takes_a_measure_shows_it_and_ends_it(browse: Browse, article: Article, mona: User) -> None:
    monas, panel = browse(mona), f"/a/{article.pk}/story/calm"

    shown = monas.post(panel, {"measure": "slow", "hours": "3", "minutes": "10"}, follow=True).content.decode()
    taken = Calm.objects.get()
    ended = monas.post(f"{panel}/end", {"measure": "slow"}, follow=True).content.decode()

    assert "10 minutes" in shown
    assert (taken.article, taken.minutes, taken.until - taken.begun_at) == (article, 10, timedelta(hours=3))
    assert "nothing is in force" in ended


REFUSED = {
    "no such measure": {"measure": "burn", "hours": "1"},
    "too long": {"measure": "links", "hours": "169"},
    "no minutes": {"measure": "slow", "hours": "1", "minutes": ""},
    "too many minutes": {"measure": "slow", "hours": "1", "minutes": "61"},
    "accounts are of the whole forum": {"measure": "sign_ups", "hours": "1"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_panel_refuses(what: str, browse: Browse, article: Article, mona: User) -> None:
    answer = browse(mona).post(f"/a/{article.pk}/story/calm", REFUSED[what])

    assert answer.status_code == 422
    assert not Calm.objects.exists()


# -- Told before people write -----------------------------------------------------------------------------------------


def lines_on(page: str) -> str:
    found = re.search(r'<p class="draft-line" id="compose-first">(.*?)</p>', page)
    return found[1] if found else ""


def test_the_composer_tells_beforehand_what_holds(
    browse: Browse, article: Article, mona: User, bob: User, regular: User
) -> None:
    parent, path = make_comment(on=article), article.get_absolute_url()
    begin(None, Measure.SLOW, mona, minutes=5)
    for measure in (Measure.LINKS, Measure.NEWCOMERS):
        begin(article, measure, mona)

    before, moderators = lines_on(read(browse(regular), path)), lines_on(read(browse(mona), path))
    again = post(article, regular).created_at + timedelta(minutes=5)
    clock = date_format(timezone.localtime(again), "TIME_FORMAT")
    after = lines_on(read(browse(regular), path))
    replying = read(browse(regular), f"/c/{parent.pk}/reply")
    newcomers = lines_on(read(browse(UserFactory.create()), path))

    assert before == "Slow mode: one comment in 5 minutes. Links are switched off here for a while."
    assert moderators == ""
    assert after.startswith(f"Slow mode: one comment in 5 minutes. You can post again from {clock} on. Links")
    assert f"You can post again from {clock} on." in replying
    assert newcomers.endswith("A moderator reads what new people write before it is shown.")
    assert 'aria-describedby="compose-first"' in read(browse(regular), path)


def test_where_nothing_is_calmed_the_composer_costs_no_statement(
    browse: Browse, article: Article, mona: User, regular: User
) -> None:
    regulars, path = browse(regular), article.get_absolute_url()
    begin(ArticleFactory.create(), Measure.SLOW, mona, minutes=5)
    begin(None, Measure.VOTES, mona)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            read(regulars, path)
        return [query["sql"] for query in captured if 'FROM "moderation_calm"' in query["sql"]]

    of_article = asked()
    begin(article, Measure.LINKS, mona)

    assert [sql.startswith('SELECT "articles_article"') for sql in of_article] == [True]
    assert len(asked()) == 2


def test_what_is_on_the_person_is_told_too(browse: Browse, article: Article, mona: User, bob: User) -> None:
    for kind, minutes in ((Restriction.Kind.SLOW, 30), (Restriction.Kind.PREMODERATE, None)):
        until = timezone.now() + timedelta(days=1)
        restrict(bob, Length(kind=kind, minutes=minutes, until=until), decided_by(mona))

    line = lines_on(read(browse(bob), article.get_absolute_url()))

    assert line == (
        "A moderator has slowed you down: you can post once in 30 minutes."
        " What you write waits for a moderator before others see it."
    )


def test_mending_a_comment_is_not_slowed(article: Article, mona: User, regular: User) -> None:
    begin(article, Measure.SLOW, mona, minutes=5)
    comment = post(article, regular)

    assert edit_comment(comment, by=regular, text="Snow.", version=version_of("Rain."))
