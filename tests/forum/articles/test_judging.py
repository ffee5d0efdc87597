"""Articles that wait: staff publish or decline them and may think again; their authors may recall them meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum.articles.judging import approve_article, decline_article
from forum.articles.models import Article
from forum.articles.withdrawing import recall_article
from forum.events import receiving
from forum.events.models import Delivery
from forum.votes.ranking import hot_rank
from tests.forum.articles.sheets import declined_article, submit, waiting_article
from tests.pages import read, text_of
from tests.together import at_once

type Browse = Callable[[User], Client]


def now_of(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def press(client: Client, article: Article, verb: str, **fields: str) -> str:
    """Press a button on an article's page; what the page says then."""
    answer = client.post(f"/a/{article.pk}/story/{verb}", fields, follow=True)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.content.decode())


def test_staff_publish_what_waits_as_of_now(browse: Browse, alice: User, mona: User) -> None:
    article = waiting_article(alice)
    later = timezone.now() + timedelta(hours=3)

    with time_machine.travel(later, tick=False):
        page = press(browse(mona), article, "approve")

    article = now_of(article)
    assert "The article is published." in page
    assert (article.published_at, article.hot) == (later, hot_rank(0, later))
    assert f'id="a{article.pk}"' in read(Client(), "/")
    assert "Nothing waits." in read(browse(mona), "/waiting")


def test_staff_decline_with_words_that_its_author_reads(browse: Browse, alice: User, mona: User) -> None:
    article = waiting_article(alice)

    press(browse(mona), article, "decline", because="We had this yesterday.")

    page = text_of(read(browse(alice), article.get_absolute_url()))
    assert "Declined by a moderator." in page
    assert "We had this yesterday." in page
    assert "We had this yesterday." in text_of(read(browse(alice), "/submissions"))
    assert Client().get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("because", "words"), [("", "Tell its author why."), ("x" * 1001, "This is 1 character too long")]
)
def test_declining_wants_a_reason_of_some_length(
    browse: Browse, alice: User, mona: User, because: str, words: str
) -> None:
    article = waiting_article(alice)

    answer = browse(mona).post(f"/a/{article.pk}/story/decline", {"because": because})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert because in answer.content.decode()
    assert now_of(article).declined_at is None


def test_a_decline_is_taken_back(browse: Browse, alice: User, mona: User) -> None:
    article = declined_article(alice, mona)
    listed = read(browse(mona), "/waiting")

    page = press(browse(mona), article, "reconsider")

    assert "Declined lately" in listed
    assert "The article waits again." in page
    article = now_of(article)
    assert (article.declined_at, article.declined_by, article.declined_because) == (None, None, "")
    press(browse(mona), article, "approve")
    assert now_of(article).published_at


def test_an_author_recalls_what_waits_and_puts_it_back(browse: Browse, alice: User, mona: User) -> None:
    article, client = waiting_article(alice), browse(alice)

    recalled = press(client, article, "recall")
    gone = "Nothing waits." in read(browse(mona), "/waiting")
    back = press(client, article, "return")

    assert "Recalled by its author before it was published." in recalled
    assert gone
    assert "The article is back." in back
    assert f'id="a{article.pk}"' in read(browse(mona), "/waiting")


def test_whoever_comes_second_is_told_how_it_stands(browse: Browse, alice: User, mona: User, ada: User) -> None:
    recalled, published = waiting_article(alice), waiting_article(alice)
    press(browse(alice), recalled, "recall")
    press(browse(ada), published, "approve")

    answers = [
        press(browse(mona), recalled, "approve"),
        press(browse(mona), published, "decline", because="Old."),
        press(browse(alice), published, "recall"),
    ]

    assert "Nothing was changed: Recalled by its author before it was published." in answers[0]
    assert "Nothing was changed: The article is published." in answers[1]
    assert "Nothing was changed: The article is published." in answers[2]
    assert now_of(recalled).published_at is None
    assert now_of(published).withdrawn_at is None


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_approval_decline_and_recall_at_the_same_moment_one_wins(alice: User, mona: User, ada: User) -> None:
    for _round in range(10):
        article = waiting_article(alice)
        won = at_once(
            [
                lambda article=article: approve_article(article, by=mona, at=timezone.now()),  # type: ignore[misc]
                lambda article=article: decline_article(article, by=ada, because="Old.", at=timezone.now()),  # type: ignore[misc]
                lambda article=article: recall_article(article, at=timezone.now()),  # type: ignore[misc]
            ]
        )

        article = now_of(article)
        facts = [article.published_at, article.declined_at, article.withdrawn_at]
        assert sorted(won) == [False, False, True]
        assert [fact is not None for fact in facts] == won
        Article.objects.filter(author=alice).update(submitted_at=timezone.now() - timedelta(days=2))


@pytest.mark.parametrize("verb", ["approve", "decline", "reconsider"])
def test_only_staff_judge(browse: Browse, alice: User, bob: User, verb: str) -> None:
    article = waiting_article(alice)

    answers = [browse(person).post(f"/a/{article.pk}/story/{verb}", {"because": "x"}) for person in (alice, bob)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Client().post(f"/a/{article.pk}/story/{verb}").status_code == 403
    assert (now_of(article).published_at, now_of(article).declined_at) == (None, None)


@pytest.mark.parametrize("verb", ["recall", "withdraw", "return"])
def test_only_its_author_takes_an_article_back(browse: Browse, alice: User, bob: User, mona: User, verb: str) -> None:
    article = submit(browse(alice))

    answers = [browse(person).post(f"/a/{article.pk}/story/{verb}") for person in (bob, mona)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert now_of(article).withdrawn_at is None


def test_the_waiting_list_is_the_staffs(browse: Browse, alice: User, mona: User) -> None:
    assert browse(alice).get("/waiting").status_code == 403
    assert "Nothing waits." in read(browse(mona), "/waiting")


def test_long_lists_of_what_waits_lead_on(browse: Browse, alice: User, mona: User, settings: Settings) -> None:
    settings.ARTICLES_PER_DAY = 100
    articles = [waiting_article(alice) for _article in range(31)]

    first, own = read(browse(mona), "/waiting"), read(browse(alice), "/submissions")
    second = read(browse(mona), f"/waiting?after={articles[29].pk}")

    assert (first.count('class="article"'), second.count('class="article"')) == (30, 1)
    assert f'href="?after={articles[29].pk}" rel="next"' in first
    assert f'href="?after={articles[1].pk}" rel="next"' in own
    assert f'id="a{articles[0].pk}"' in read(browse(alice), f"/submissions?after={articles[1].pk}")


def test_what_happens_is_announced(
    browse: Browse, alice: User, mona: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["submitted", "published", "edited", "declined", "reconsidered", "recalled", "returned", "withdrawn"]
    monkeypatch.setattr(receiving, "_names_by_event", {})
    for name in names:
        receiving.receiver(f"article_{name}")(take_no_notice)
    settings.ARTICLES_WAIT = True

    article = submit(browse(alice))
    press(browse(alice), article, "recall")
    press(browse(alice), article, "return")
    press(browse(mona), article, "decline", because="Old.")
    press(browse(mona), article, "reconsider")
    press(browse(mona), article, "approve")
    press(browse(alice), article, "withdraw")
    press(browse(alice), article, "withdraw")

    happened = list(Delivery.objects.order_by("pk").values_list("event", "ids"))
    assert [event.removeprefix("article_") for event, _ids in happened] == [
        *("submitted", "recalled", "returned", "declined", "reconsidered", "published", "withdrawn")
    ]
    assert all(ids["article_id"] == article.pk for _event, ids in happened)


def take_no_notice(**ids: int) -> None:
    """What receives here is only the row in the outbox."""
