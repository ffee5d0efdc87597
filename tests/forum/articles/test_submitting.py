"""Submitting an article: what it becomes, what comes back when it will not do, and the draft that is kept."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum.articles.drafts import draft_of
from forum.articles.models import Article, Tag
from forum.articles.submitting import submit_article
from forum.lib.addresses import address_key
from forum.lib.screening import Verdict, hold, refuse
from forum.votes.ranking import hot_rank
from tests.forum.articles.sheets import WORDS, fresh_sheet, sheet_of, submit, written
from tests.forum.comments.composers import HTMX, screened_by
from tests.pages import read, text_of
from tests.together import at_once

type Browse = Callable[[User], Client]

ADDRESS = "https://www.example.org/rain/?utm_source=mail"
FULL = {
    "title": "Rain at last",
    "deck": "After ninety days.",
    "dateline_place": "SALLOWFORD",
    "dateline_date": "2026-05-01",
    "source_name": "The Courier",
    "source_url": ADDRESS,
    "text": "It *rained*, says @bob.",
}


@pytest.fixture
def tags(db: None) -> list[Tag]:
    return [Tag.objects.create(name=name, slug=name.lower()) for name in ("Bridges", "Fish", "Rivers")]


def test_an_article_is_published_at_once_with_all_that_was_written(
    browse: Browse, alice: User, bob: User, tags: list[Tag]
) -> None:
    client = browse(alice)

    article = submit(client, **FULL, tags="rivers")

    assert {name: str(getattr(article, name)) for name in FULL} == FULL
    assert '<em>rained</em>, says <a href="/u/bob" class="mention"' in article.html
    assert (article.author, list(article.tags.all())) == (alice, [tags[2]])
    assert article.source_key == address_key(ADDRESS) == "example.org/rain"
    assert article.published_at == article.submitted_at
    assert article.hot == hot_rank(0, article.submitted_at)
    assert f'id="a{article.pk}"' in read(Client(), "/")
    for words in ("Rain at last", "After ninety days.", "SALLOWFORD", "via The Courier", "Rivers", "example.org"):
        assert words in text_of(read(Client(), article.get_absolute_url()))


def test_where_articles_wait_only_its_author_and_staff_see_it(
    browse: Browse, alice: User, bob: User, mona: User, settings: Settings
) -> None:
    settings.ARTICLES_WAIT = True

    article = submit(browse(alice))

    address = article.get_absolute_url()
    assert article.published_at is None
    assert [person.get(address).status_code for person in (browse(alice), browse(mona), browse(bob), Client())] == [
        *(200, 200),
        *(404, 404),
    ]
    assert f'id="a{article.pk}"' not in read(browse(alice), "/")
    assert "Waiting for a moderator" in read(browse(alice), address)
    assert f'id="a{article.pk}"' in read(browse(alice), "/submissions")
    assert f'id="a{article.pk}"' in read(browse(mona), "/waiting")


def test_staff_do_not_wait_for_themselves(browse: Browse, mona: User, settings: Settings) -> None:
    settings.ARTICLES_WAIT = True

    assert submit(browse(mona)).published_at


@pytest.mark.parametrize(
    ("verdict", "status", "published"), [(hold("Links."), 303, False), (refuse("Please do not shout."), 422, None)]
)
def test_a_screener_may_have_it_wait_or_refuse_it(
    browse: Browse, alice: User, verdict: Verdict, status: int, published: bool | None
) -> None:
    client = browse(alice)
    with screened_by(verdict):
        answer = client.post("/submit", {**fresh_sheet(client), **WORDS})

    assert answer.status_code == status
    assert [article.published_at is not None for article in Article.objects.all()] == (
        [] if published is None else [published]
    )
    if status == 422:
        assert "Please do not shout." in answer.content.decode()
        assert sheet_of(answer.content.decode())["text"] == WORDS["text"]


BAD = {
    "no title": ({"title": ""}, "Give it a title."),
    "a blank title": ({"title": " \u202e "}, "Give it a title."),
    "a long title": ({"title": "😁" * 151}, "This is 1 character too long: at most 150 fit."),
    "a long deck": ({"deck": "é" * 303}, "This is 3 characters too long: at most 300 fit."),
    "a long place": ({"dateline_place": "x" * 101}, "at most 100 fit"),
    "a long source": ({"source_name": "x" * 101}, "at most 100 fit"),
    "a long address": ({"source_url": f"https://example.org/{'x' * 2000}"}, "at most 2,000 fit"),
    "no address": ({"source_url": "javascript:alert(1)"}, "This is no address of a page on the web"),
    "a long text": ({"text": "x" * 20_001}, "This is 1 character too long: at most 20,000 fit."),
    "neither address nor text": ({"text": ""}, "Give the address of a story, or write one here."),
    "no day": ({"dateline_date": "2026-02-30"}, "This is no day of the calendar"),
    "a day too early": ({"dateline_date": "0999-12-31"}, "not between the years 1000 and 2100"),
    "a day too late": ({"dateline_date": "2101-01-01"}, "not between the years 1000 and 2100"),
    "no such tag": ({"tags": "whales"}, "There is no tag whales any more."),
}


@pytest.mark.parametrize(("wrong", "words"), BAD.values(), ids=BAD)
def test_what_will_not_do_comes_back_with_the_reason_and_is_kept(
    browse: Browse, alice: User, wrong: dict[str, str], words: str
) -> None:
    client = browse(alice)

    answer = client.post("/submit", {**fresh_sheet(client), **WORDS, "deck": "At last.", **wrong})

    page = answer.content.decode()
    expected = {**WORDS, "deck": "At last.", **wrong}
    assert answer.status_code == 422
    assert words in text_of(page)
    assert not Article.objects.exists()
    for name in expected.keys() - {"tags"}:
        assert sheet_of(page)[name].strip() == expected[name].strip()
    kept = draft_of(alice)
    assert kept
    assert kept.fields["deck"] == expected["deck"]


def test_the_longest_of_everything_is_taken(browse: Browse, alice: User, tags: list[Tag]) -> None:
    long = {"title": "😁" * 150, "deck": "é" * 300, "dateline_place": "x" * 100, "source_name": "x" * 100}
    address = "https://example.org/" + "x" * (2000 - len("https://example.org/"))

    article = submit(browse(alice), **long, source_url=address, text="é" * settings.ARTICLE_LENGTH)

    assert {name: getattr(article, name) for name in long} == long
    assert article.source_url == address
    assert article.text == "é" * settings.ARTICLE_LENGTH


def test_more_than_five_tags_are_refused(browse: Browse, alice: User) -> None:
    slugs = [Tag.objects.create(name=name, slug=name).slug for name in "abcdef"]
    client = browse(alice)

    answers = [client.post("/submit", {**fresh_sheet(client), **WORDS, "tags": slugs[:most]}) for most in (6, 5)]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert "Choose at most 5 tags." in answers[0].content.decode()


# -- Addresses that were sent in before -------------------------------------------------------------------------------


def test_an_address_that_was_discussed_is_hinted_at_once_and_taken_the_second_time(
    browse: Browse, alice: User, bob: User
) -> None:
    earlier = submit(browse(alice), title="It rained", source_url="http://example.org/rain")
    client = browse(bob)

    first = client.post("/submit", {**fresh_sheet(client), **WORDS, "source_url": ADDRESS})
    second = client.post("/submit", {**sheet_of(first.content.decode())})

    assert first.status_code == 422
    assert f'<a href="{earlier.get_absolute_url()}">It rained</a>' in first.content.decode()
    assert second.status_code == 303
    assert Article.objects.latest("pk").source_url == ADDRESS


def test_another_address_is_hinted_at_anew(browse: Browse, alice: User) -> None:
    client = browse(alice)
    submit(client, source_url="https://example.org/rain")
    submit(client, source_url="https://example.org/snow")
    hinted = client.post("/submit", {**fresh_sheet(client), **WORDS, "source_url": ADDRESS}).content.decode()

    answer = client.post("/submit", {**sheet_of(hinted), "source_url": "https://example.org/snow"})

    assert answer.status_code == 422


def test_what_others_may_not_see_is_no_earlier_article(
    browse: Browse, alice: User, bob: User, settings: Settings
) -> None:
    settings.ARTICLES_WAIT = True
    submit(browse(alice), source_url=ADDRESS)

    submit(browse(bob), source_url=ADDRESS)

    assert Article.objects.count() == 2


# -- Once -------------------------------------------------------------------------------------------------------------


def test_a_form_that_arrives_again_makes_nothing_and_leads_to_what_it_made(browse: Browse, alice: User) -> None:
    client = browse(alice)
    sheet = {**fresh_sheet(client), **WORDS, "source_url": ADDRESS}

    answers = [client.post("/submit", sheet) for _time in range(2)]

    [article] = Article.objects.all()
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (303, article.get_absolute_url())
    ] * 2


def test_a_form_that_arrives_again_with_other_words_is_told_so_and_keeps_them(browse: Browse, alice: User) -> None:
    client = browse(alice)
    sheet = fresh_sheet(client)
    client.post("/submit", {**sheet, **WORDS})

    answer = client.post("/submit", {**sheet, "title": "Snow", "text": "It snowed."})
    again = client.post("/submit", sheet_of(answer.content.decode()))

    assert (answer.status_code, again.status_code) == (422, 303)
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Rain at last", "Snow"]


def test_a_form_of_somebody_else_makes_nothing(browse: Browse, alice: User, bob: User) -> None:
    sheet = {**fresh_sheet(browse(alice)), **WORDS}
    browse(alice).post("/submit", sheet)

    answer = browse(bob).post("/submit", sheet)

    assert answer.status_code == 422
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["", "12", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"])
def test_a_key_that_is_none_is_mended(browse: Browse, alice: User, key: str) -> None:
    client = browse(alice)

    answer = client.post("/submit", {**WORDS, "form_key": key})
    again = client.post("/submit", sheet_of(answer.content.decode()))

    assert (answer.status_code, again.status_code) == (422, 303)


@pytest.mark.django_db(transaction=True)
def test_a_form_that_arrives_eight_times_at_once_makes_one_article(alice: User) -> None:
    key = uuid4()

    made = at_once([lambda: submit_article(written(), author=alice, form_key=key) for _time in range(8)])

    assert Article.objects.count() == 1
    assert sum(submitted.is_new for submitted in made) == 1
    assert len({submitted.article.pk for submitted in made}) == 1


def test_a_days_articles_are_bounded_for_readers(browse: Browse, alice: User, mona: User, settings: Settings) -> None:
    settings.ARTICLES_PER_DAY = 2
    client, staff = browse(alice), browse(mona)
    for _article in range(2):
        submit(client)

    answer = client.post("/submit", {**fresh_sheet(client), **WORDS})

    assert answer.status_code == 422
    assert "You sent in 2 articles within a day" in answer.content.decode()
    assert draft_of(alice)
    for _article in range(3):
        submit(staff)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        client.force_login(alice)
        submit(client)


def test_too_many_posts_in_a_minute_give_every_field_back(browse: Browse, alice: User, settings: Settings) -> None:
    settings.RATES = {**settings.RATES, "submit": (1, 60)}
    client = browse(alice)
    sheet = fresh_sheet(client)
    client.post("/submit", {**sheet, "preview": "1"})

    answer = client.post("/submit", {**sheet, **FULL})

    page = answer.content.decode()
    assert answer.status_code == 429
    for name, value in FULL.items():
        assert name == "text" or f'name="{name}" type="hidden" value="{value}"' in page
    assert FULL["text"] in page


# -- Preview and draft ------------------------------------------------------------------------------------------------


def test_a_preview_shows_the_article_as_it_will_be_read_and_makes_none(browse: Browse, alice: User) -> None:
    client = browse(alice)
    sheet = {**fresh_sheet(client), **FULL, "preview": "1"}

    page, fragment = (client.post("/submit", sheet, headers=headers) for headers in ({}, HTMX))

    assert (page.status_code, fragment.status_code) == (200, 200)
    for answer in (page, fragment):
        assert "<em>rained</em>" in answer.content.decode()
        assert "After ninety days." in answer.content.decode()
    assert sheet_of(page.content.decode()) == {**sheet_of(page.content.decode()), **FULL}
    assert "<form" not in fragment.content.decode()
    assert not Article.objects.exists()


def test_a_preview_of_what_will_not_do_says_so(browse: Browse, alice: User) -> None:
    client = browse(alice)

    answer = client.post("/submit", {"title": "", "text": "It *rained*.", "preview": "1"}, headers=HTMX)

    assert answer.status_code == 422
    assert "Title: Give it a title." in answer.content.decode()
    assert "<em>rained</em>" in answer.content.decode()


def test_a_preview_tells_of_earlier_articles(browse: Browse, alice: User) -> None:
    client = browse(alice)
    submit(client, title="It rained", source_url=ADDRESS)

    answer = client.post("/submit", {**WORDS, "source_url": ADDRESS, "preview": "1"})

    assert answer.status_code == 200
    assert "It rained" in answer.content.decode()
    assert client.post("/submit", sheet_of(answer.content.decode())).status_code == 303


@pytest.mark.parametrize("button", ["draft", "preview"])
def test_a_draft_is_offered_again_until_it_is_sent_in(
    browse: Browse, alice: User, bob: User, tags: list[Tag], button: str
) -> None:
    client = browse(alice)
    chosen = {"tags": ["fish", "rivers"]}
    client.post("/submit", {**fresh_sheet(client), **FULL, **chosen, button: "1"})

    page = read(browse(alice), "/submit")

    assert "This is your draft" in page
    assert sheet_of(page) == {**sheet_of(page), **FULL, "tags": "fish,rivers"}
    assert "draft, kept" not in read(browse(bob), "/submit")
    client.post("/submit", {**sheet_of(page), "tags": ["fish", "rivers"]})
    assert [tag.slug for tag in Article.objects.get().tags.all()] == ["fish", "rivers"]
    assert draft_of(alice) is None
    assert "This is your draft" not in read(client, "/submit")


def test_one_draft_a_person_which_may_be_discarded(browse: Browse, alice: User) -> None:
    client = browse(alice)
    for title in ("Snow", "Rain"):
        client.post("/submit", {**fresh_sheet(client), "title": title, "draft": "1"})
    first = read(client, "/submit")

    answers = [client.post("/submit/discard") for _time in range(2)]

    assert sheet_of(first)["title"] == "Rain"
    assert [answer.status_code for answer in answers] == [302, 302]
    assert draft_of(alice) is None


def test_nothing_typed_is_no_draft(browse: Browse, alice: User) -> None:
    client = browse(alice)

    client.post("/submit", {**fresh_sheet(client), "draft": "1"})

    assert draft_of(alice) is None


def test_a_draft_may_hold_what_no_article_may(browse: Browse, alice: User) -> None:
    client = browse(alice)

    client.post("/submit", {"title": "a\0b", "dateline_date": "soon", "tags": "no-such", "draft": "1"})

    assert sheet_of(read(client, "/submit"))["dateline_date"] == "soon"


# -- Who is not logged in ---------------------------------------------------------------------------------------------


def test_what_was_typed_survives_a_session_that_ended(alice: User, tags: list[Tag]) -> None:
    client = Client()
    asked = client.post("/submit", {**FULL, "tags": ["fish", "rivers"], "form_key": str(uuid4())})

    carried = {name: value for name, value in FULL.items() if name != "text"} | {"tags": "fish,rivers"}
    for name, value in carried.items():
        assert f'name="{name}" type="hidden" value="{value}"' in asked.content.decode()
    entered = client.post(
        "/accounts/login/",
        {"login": "alice", "password": "alice's own", "next": "/submit", **carried, "text": FULL["text"]},
    )
    page = read(client, "/submit")

    assert (asked.status_code, entered.headers["Location"]) == (403, "/submit")
    assert sheet_of(page) == {**sheet_of(page), **FULL, "tags": "fish,rivers"}
    assert client.post("/submit", {**sheet_of(page), "tags": ["fish"]}).status_code == 303
    assert sheet_of(read(client, "/submit"))["title"] == ""


def test_a_passer_by_is_asked_to_log_in_first() -> None:
    assert Client().get("/submit").headers["Location"] == "/accounts/login/?next=/submit"
