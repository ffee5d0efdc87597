"""Editing an article: what stays of what it said before, and who is told when two edit at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.editing import MAX_REVISIONS, edit_article
from forum.articles.models import Article, ArticleRevision, Tag
from forum.articles.writing import Refused, said_by, version_of
from forum.lib.screening import hold, refuse
from tests.forum.articles.sheets import declined_article, sheet_of, submit, waiting_article, written
from tests.forum.comments.composers import HTMX, screened_by
from tests.pages import read, text_of

type Browse = Callable[[User], Client]

LATER = timedelta(hours=3)


@pytest.fixture
def article(browse: Browse, alice: User) -> Article:
    """Published three hours ago, with a tag."""
    Tag.objects.create(name="Rivers", slug="rivers")
    with time_machine.travel(timezone.now() - LATER, tick=False):
        return submit(browse(alice), deck="At last.", source_url="https://example.org/rain", tags="rivers")


def now_of(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def edit(client: Client, article: Article, **fields: str) -> int:
    sheet = sheet_of(read(client, f"/a/{article.pk}/story/edit"))
    return client.post(f"/a/{article.pk}/story/edit", {**sheet, **fields}).status_code


def test_an_edit_replaces_all_that_was_written(browse: Browse, alice: User, article: Article) -> None:
    status = edit(
        browse(alice), article, title="Snow", text="It *snowed*.", source_url="https://example.org/snow", tags=""
    )

    article = now_of(article)
    assert status == 303
    assert (article.title, article.html, article.source_key) == (
        "Snow",
        "<p>It <em>snowed</em>.</p>\n",
        "example.org/snow",
    )
    assert list(article.tags.all()) == []


def test_after_the_grace_period_what_it_said_stays_in_a_public_history(
    browse: Browse, client: Client, alice: User, article: Article
) -> None:
    edit(browse(alice), article, title="Snow at last", text="It *snowed*.", tags="")

    [revision] = ArticleRevision.objects.all()
    page = read(client, f"/a/{article.pk}/story/history")
    assert (revision.title, revision.text, revision.tag_names) == ("Rain at last", "It *rained*.", "Rivers")
    assert revision.written_at == article.published_at
    assert "<del>Rain</del><ins>Snow</ins> at last" in page
    assert "<del>Rivers</del>" in page
    assert "corrected" in read(client, now_of(article).get_absolute_url())
    assert f'href="/a/{article.pk}/story/history"' in read(client, now_of(article).get_absolute_url())


def test_within_the_grace_period_nothing_shows(browse: Browse, client: Client, alice: User) -> None:
    article = submit(browse(alice))

    edit(browse(alice), article, title="Snow")

    assert not ArticleRevision.objects.exists()
    assert now_of(article).edited_at is None
    assert "corrected" not in read(client, now_of(article).get_absolute_url())


def test_what_waits_is_changed_without_a_trace(browse: Browse, alice: User) -> None:
    article = waiting_article(alice)

    with time_machine.travel(timezone.now() + LATER, tick=False):
        assert edit(browse(alice), article, title="Snow") == 303

    assert (now_of(article).title, now_of(article).edited_at) == ("Snow", None)
    assert not ArticleRevision.objects.exists()


def test_an_edit_that_changes_nothing_is_none(browse: Browse, alice: User, article: Article) -> None:
    assert edit(browse(alice), article) == 303
    assert now_of(article).edited_at is None


def test_of_two_tabs_the_second_sees_both_texts_and_may_insist(browse: Browse, alice: User, article: Article) -> None:
    client = browse(alice)
    sheet = sheet_of(read(client, f"/a/{article.pk}/story/edit"))
    edit(client, article, title="Snow at last")

    conflict = client.post(f"/a/{article.pk}/story/edit", {**sheet, "title": "Hail at last"})
    page = conflict.content.decode()
    again = client.post(f"/a/{article.pk}/story/edit", sheet_of(page))

    assert conflict.status_code == 409
    assert "<del>Snow</del> at last" in page
    assert "<ins>Hail</ins> at last" in page
    assert sheet_of(page)["title"] == "Hail at last"
    assert (again.status_code, now_of(article).title) == (303, "Hail at last")


@pytest.mark.parametrize("version", ["", "0" * 16, "é"])
def test_without_the_version_it_began_with_an_edit_is_a_conflict(
    browse: Browse, alice: User, article: Article, version: str
) -> None:
    answer = browse(alice).post(
        f"/a/{article.pk}/story/edit", {"title": "Hail", "text": "It hailed.", "version": version}
    )

    assert answer.status_code == 409
    assert now_of(article).title == "Rain at last"


def test_what_will_not_do_comes_back(browse: Browse, alice: User, article: Article) -> None:
    client = browse(alice)
    sheet = sheet_of(read(client, f"/a/{article.pk}/story/edit"))

    answer = client.post(f"/a/{article.pk}/story/edit", {**sheet, "title": "", "text": "Much work."})

    assert answer.status_code == 422
    assert sheet_of(answer.content.decode())["text"] == "Much work."


def test_a_preview_changes_nothing(browse: Browse, alice: User, article: Article) -> None:
    client = browse(alice)
    sheet = {**sheet_of(read(client, f"/a/{article.pk}/story/edit")), "text": "It *hailed*.", "preview": "1"}

    page, fragment = (client.post(f"/a/{article.pk}/story/edit", sheet, headers=headers) for headers in ({}, HTMX))

    assert "<em>hailed</em>" in page.content.decode()
    assert "<em>hailed</em>" in fragment.content.decode()
    assert now_of(article).text == "It *rained*."


def test_only_its_author_edits_an_article(browse: Browse, bob: User, mona: User, article: Article) -> None:
    for person in (bob, mona):
        assert browse(person).get(f"/a/{article.pk}/story/edit").status_code == 403
        assert browse(person).post(f"/a/{article.pk}/story/edit", {"title": "Mine"}).status_code == 403
    assert now_of(article).title == "Rain at last"


def test_what_was_withdrawn_or_declined_is_not_edited(
    browse: Browse, alice: User, mona: User, article: Article
) -> None:
    declined = declined_article(alice, mona)
    browse(alice).post(f"/a/{article.pk}/story/withdraw")

    answers = [browse(alice).get(f"/a/{one.pk}/story/edit") for one in (article, declined)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Withdrawn by its author" in answers[0].content.decode()
    with pytest.raises(Refused):
        edit_article(declined, by=alice, written=written(title="x"), version=version_of(said_by(declined)))


def test_screeners_are_asked(alice: User, article: Article) -> None:
    for verdict in (refuse("Please do not shout."), hold("Links.")):
        with screened_by(verdict), pytest.raises(Refused):
            edit_article(article, by=alice, written=written(title="x"), version=version_of(said_by(article)))


def test_an_article_has_a_hundred_versions_at_most(browse: Browse, alice: User, article: Article) -> None:
    ArticleRevision.objects.bulk_create(
        ArticleRevision(article=article, title=f"No. {n}", text="a", written_at=article.began_at)
        for n in range(MAX_REVISIONS)
    )

    client = browse(alice)
    sheet = sheet_of(read(client, f"/a/{article.pk}/story/edit"))
    answer = client.post(f"/a/{article.pk}/story/edit", {**sheet, "title": "Snow"})

    assert answer.status_code == 422
    assert "edited too often" in answer.content.decode()


def test_a_long_history_leads_on(client: Client, article: Article) -> None:
    revisions = [
        ArticleRevision.objects.create(article=article, title=f"No. {n}", text="a", written_at=article.began_at)
        for n in range(7)
    ]
    history = f"/a/{article.pk}/story/history"

    first, second = read(client, history), read(client, f"{history}?after={revisions[4].pk}")

    assert f'href="?after={revisions[4].pk}" rel="next"' in first
    assert (first.count('class="revision"'), second.count('class="revision"')) == (5, 3)
    assert "Now, since" in text_of(second)
    assert 'rel="next"' not in second
