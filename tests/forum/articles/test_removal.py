"""An article that a moderator removed keeps its discussion, and nothing of what it said leaks."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article, ArticleRevision, Tag
from forum.articles.querysets import LISTED
from forum.articles.removal import remove_article, restore_article
from forum.articles.withdrawing import return_article, withdraw_article
from forum.comments.models import Comment
from tests.forum.articles.sheets import fresh_sheet
from tests.forum.threads.threadfiles import export
from tests.make import ArticleFactory, make_comment
from tests.pages import ids_on, read

type Browse = Callable[[User], Client]

SECRET = "zyzzyva"


@pytest.fixture
def removed(alice: User, bob: User, carol: User, mona: User) -> Article:
    article = ArticleFactory.create(
        author=alice,
        title=f"Title {SECRET}",
        deck=f"Deck {SECRET}",
        text=f"Text {SECRET}",
        html=f"<p>Text {SECRET}</p>",
        source_name=f"Source {SECRET}",
        source_url=f"https://example.org/{SECRET}",
        source_key=f"example.org/{SECRET}",
        dateline_place=f"Place {SECRET}",
        edited_at=timezone.now(),
    )
    ArticleRevision.objects.create(article=article, title=f"Was {SECRET}", written_at=timezone.now())
    article.tags.add(Tag.objects.create(slug="rivers", name=f"Tag {SECRET}"))
    comment = make_comment(on=article, by=bob)
    make_comment(to=make_comment(to=comment, by=carol), by=bob)
    remove_article(article, by=mona, at=timezone.now())
    return Article.objects.get(pk=article.pk)


def channels(article: Article) -> Iterator[str]:
    """Every address that told of it, and that anybody may open."""
    top, reply, last = Comment.objects.order_by("pk")
    yield from (
        f"/a/{article.pk}",
        f"/a/{article.pk}?new=1",
        f"/a/{article.pk}?new=1&since=1",
        f"/a/{article.pk}?after=1",
    )
    yield from (f"/a/{article.pk}/feed.atom", f"/a/{article.pk}/feed.json", f"/a/{article.pk}/story/why")
    yield from (f"/a/{article.pk}/story/history", f"/a/{article.pk}/story/edit", f"/a/{article.pk}/story/remove")
    yield from (f"/a/{article.pk}/comments/new", f"/c/{top.pk}/reply")
    for comment in (top, reply, last):
        yield from (f"/c/{comment.pk}", f"/c/{comment.pk}/history", f"/c/{comment.pk}/edit", f"/c/{comment.pk}/remove")
        yield from (f"/c/{comment.pk}/feed.atom", f"/c/{comment.pk}/feed.json")
    yield f"/c/{top.pk}/replies?past={reply.pk}"
    yield from (f"/?order={order}" for order in ("hot", "new", "active", "top", "discussed"))
    yield from ("/feed.atom", "/feed.json", "/t/rivers?order=new", "/sitemap.xml", "/sitemap-articles.xml")
    for name in ("alice", "bob", "carol"):
        yield from (f"/u/{name}", f"/u/{name}/articles", f"/u/{name}/feed.atom", f"/u/{name}/feed.json")
    yield from ("/submissions", "/waiting", "/settings/restrictions", "/robots.txt")


def leaks(reader: Client, article: Article) -> list[str]:
    """Where the word stands in a page or in a header. The page of its tag is the tag's own."""
    Tag.objects.update(name="Rivers")
    return [address for address in channels(article) if SECRET in everything_of(reader, address)]


def everything_of(reader: Client, address: str) -> str:
    """All that comes, on every step of the way."""
    answer = reader.get(address)
    said = f"{answer.headers} {answer.content.decode()}"
    place = answer.headers.get("Location", "")
    return said + everything_of(reader, place) if answer.status_code in (301, 302) and "/login" not in place else said


def test_it_leaks_to_no_reader_through_any_channel(
    browse: Browse, client: Client, removed: Article, bob: User, carol: User
) -> None:
    for reader in (client, browse(bob), browse(carol)):
        assert leaks(reader, removed) == []
    assert SECRET not in export()
    assert SECRET not in str(browse(carol).post("/preview", {"text": f"/a/{removed.pk}"}).content)


def test_the_channels_are_those_that_told_of_it(client: Client, removed: Article, mona: User) -> None:
    """Or their silence would mean nothing."""
    restore_article(removed, by=mona)

    told = leaks(client, removed)

    assert {f"/a/{removed.pk}", "/feed.atom", "/u/bob", "/u/bob/feed.json", "/sitemap-articles.xml"} <= set(told)
    assert {f"/a/{removed.pk}/feed.atom", "/t/rivers?order=new", "/u/alice/articles"} <= set(told)
    assert SECRET in export()


def test_its_author_and_moderators_read_it_on_its_page(
    browse: Browse, removed: Article, alice: User, mona: User
) -> None:
    for person in (alice, mona):
        page = read(browse(person), f"/a/{removed.pk}")
        for part in ("Title", "Deck", "Text", "Source", "Place"):
            assert f"{part} {SECRET}" in page
    assert f"Title {SECRET}" in read(browse(alice), "/submissions")


def test_not_even_they_find_it_where_readers_look(browse: Browse, removed: Article, alice: User, mona: User) -> None:
    own = {f"/a/{removed.pk}", f"/a/{removed.pk}/story/history", f"/a/{removed.pk}/story/remove", "/submissions"}
    steps = {*own, f"/a/{removed.pk}?after=1"}

    assert set(leaks(browse(alice), removed)) <= steps
    assert set(leaks(browse(mona), removed)) <= steps


def test_its_page_keeps_the_discussion_under_a_line_that_says_so(client: Client, removed: Article) -> None:
    comments = list(Comment.objects.order_by("pk").values_list("pk", flat=True))

    page = read(client, f"/a/{removed.pk}")

    assert "<title>Removed article" in page
    assert "Removed by a moderator. The discussion stays." in page
    assert ids_on(page) == comments
    assert ids_on(read(client, f"/c/{comments[0]}")) == comments


def test_its_old_address_leads_to_it_without_the_title(client: Client, removed: Article) -> None:
    answer = client.get(f"/a/{removed.pk}/title-{SECRET}")

    assert (answer.status_code, answer["Location"]) == (302, f"/a/{removed.pk}")


def test_the_hint_of_earlier_articles_is_silent(browse: Browse, removed: Article, mona: User, bob: User) -> None:
    for person in (bob, mona):
        sheet = {**fresh_sheet(browse(person)), "title": "Rain", "source_url": removed.source_url}
        page = browse(person).post("/submit", {**sheet, "preview": "1"}).content.decode()
        assert f"/a/{removed.pk}" not in page


def test_nobody_comments_votes_or_edits(browse: Browse, removed: Article, alice: User, bob: User) -> None:
    answers = [
        browse(bob).post(f"/a/{removed.pk}/comments/new", {"text": "Still."}),
        browse(bob).post(f"/c/{Comment.objects.earliest('pk').pk}/reply", {"text": "Still."}),
        browse(bob).post(f"/a/{removed.pk}/story/vote", {"value": "1"}),
        browse(alice).post(f"/a/{removed.pk}/story/edit", {"title": "Else", "text": "Else."}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert "removed by a moderator" in answers[0].content.decode()


def test_restored_it_is_as_it_was(browse: Browse, removed: Article, client: Client, mona: User) -> None:
    before = {**Article.objects.filter(pk=removed.pk).values()[0], "removed_at": None}

    page = browse(mona).post(f"/a/{removed.pk}/story/restore", follow=True).content.decode()

    assert Article.objects.filter(pk=removed.pk).values()[0] == before
    assert "The article is restored." in page
    assert not restore_article(removed, by=mona)
    assert SECRET in read(client, "/")


def test_withdrawing_and_removing_know_nothing_of_each_other(alice: User, mona: User) -> None:
    article, now = ArticleFactory.create(author=alice), timezone.now()
    withdraw_article(article, at=now)
    remove_article(article, by=mona, at=now)

    assert not withdraw_article(article, at=now)
    assert return_article(article)
    assert Article.objects.get().removed_at == now
    restore_article(article, by=mona)
    assert Article.objects.listed().get() == article


def test_what_was_never_published_is_declined_and_not_removed(mona: User) -> None:
    assert not remove_article(ArticleFactory.create(published_at=None), by=mona, at=timezone.now())


def test_what_was_removed_comes_in_elsewhere_as_withdrawn(removed: Article) -> None:
    record = json.loads(export(removed.pk))

    assert (record["title"], record["body"], record["url"], record["tags"]) == ("", "", "", [])
    assert record["withdrawn"]
    assert len(record["comments"]) == 3


def test_it_is_removed_by_a_form_that_asks_for_the_rule(browse: Browse, mona: User) -> None:
    article = ArticleFactory.create(title="Umbrellas", published_at=timezone.now() - timedelta(days=1))
    monas = browse(mona)

    asked = monas.get(f"/a/{article.pk}/story/remove").content.decode()
    without = monas.post(f"/a/{article.pk}/story/remove", {"note": "Hm."})

    assert "Umbrellas" in asked
    assert f'href="/a/{article.pk}/story/remove"' in read(monas, article.get_absolute_url())
    assert without.status_code == 422
    assert Article.objects.get().removed_at is None


def test_the_indexes_of_the_front_page_say_what_its_lists_say() -> None:
    conditions = [index.condition for index in Article._meta.indexes if index.name.endswith(("_first", "_by_time"))]

    assert conditions == [LISTED] * 6
