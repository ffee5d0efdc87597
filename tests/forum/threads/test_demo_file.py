"""What planting the demo community relies on in its file."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from forum.lib.links import USERNAME
from tests.forum.threads.demo_file import CONTENT, Article, Comment, age, all_comments, read_articles, replies_of


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_articles()


@pytest.fixture(scope="module")
def comments(articles: list[Article]) -> list[Comment]:
    return all_comments(articles)


def test_every_id_occurs_once(articles: list[Article], comments: list[Comment]) -> None:
    ids = Counter([article["id"] for article in articles] + [comment["id"] for comment in comments])

    assert [name for name, times in ids.items() if times > 1] == []


def test_parents_stand_before_their_replies_in_the_same_article(articles: list[Article]) -> None:
    for article in articles:
        seen: set[str | None] = {None}
        for comment in article["comments"]:
            assert comment["parent"] in seen, comment["id"]
            seen.add(comment["id"])


def test_nothing_is_older_than_what_it_answers_nor_newer_than_now(articles: list[Article]) -> None:
    for article in articles:
        ages: dict[str | None, timedelta] = {None: age(article["created"])}
        for comment in article["comments"]:
            ages[comment["id"]] = age(comment["created"])
            assert timedelta(0) < ages[comment["id"]] <= ages[comment["parent"]], comment["id"]


def test_replies_stand_in_the_order_of_their_times(articles: list[Article]) -> None:
    for article in articles:
        for replies in replies_of(article).values():
            for earlier, later in pairwise(replies):
                assert age(earlier["created"]) >= age(later["created"]), later["id"]


def test_edits_come_after_the_grace_period_and_before_now(comments: list[Comment]) -> None:
    for comment in comments:
        if comment["edited"]:
            edited, grace = age(comment["edited"]), timedelta(minutes=5)
            assert timedelta(0) < edited < age(comment["created"]) - grace, comment["id"]


def test_earlier_texts_were_written_in_order_from_the_posting_to_the_last_edit(comments: list[Comment]) -> None:
    for comment in comments:
        if revisions := comment.get("revisions"):
            times = [age(revision["written"]) for revision in revisions]
            assert times[0] == age(comment["created"]), comment["id"]
            assert comment["edited"], comment["id"]
            assert all(a > b for a, b in pairwise([*times, age(comment["edited"])])), comment["id"]


def test_every_text_of_an_edited_comment_differs_from_the_next(comments: list[Comment]) -> None:
    for comment in comments:
        texts = [*(revision["text"] for revision in comment.get("revisions", [])), comment["body"]]
        assert all(a != b for a, b in pairwise(texts)), comment["id"]


def test_every_author_has_a_name_that_an_account_may_have(articles: list[Article], comments: list[Comment]) -> None:
    for name in {thing["author"] for thing in [*articles, *comments]}:
        assert re.fullmatch(USERNAME, name), name


def test_no_two_names_differ_by_case_alone(comments: list[Comment]) -> None:
    names = {comment["author"] for comment in comments}

    assert len({name.lower() for name in names}) == len(names)


def test_every_mention_names_somebody_of_the_community(articles: list[Article], comments: list[Comment]) -> None:
    names = {thing["author"] for thing in [*articles, *comments]}
    mentioned = {name for comment in comments for name in re.findall(rf"(?<![\w/.])@({USERNAME})", comment["body"])}

    assert mentioned
    assert mentioned <= names


def test_every_link_stays_within_the_reserved_example_domain(articles: list[Article]) -> None:
    hosts = re.findall(r"https?://([^/\s)\"]+)", CONTENT.read_text(encoding="utf-8"))

    assert len(hosts) > len(articles)
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_every_article_and_comment_is_markdown_with_words_in_it(
    articles: list[Article], comments: list[Comment]
) -> None:
    for thing in [*articles, *comments]:
        assert thing["body"].strip() == thing["body"] != "", thing["id"]
        assert thing["format"] == "markdown", thing["id"]
