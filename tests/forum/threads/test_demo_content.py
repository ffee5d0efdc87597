"""What a visitor is meant to find in the demo community."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.forum.threads.demo_file import Article, Comment, all_comments, depths_of, read_articles, replies_of


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_articles()


@pytest.fixture(scope="module")
def comments(articles: list[Article]) -> list[Comment]:
    return all_comments(articles)


@pytest.fixture(scope="module")
def bridge(articles: list[Article]) -> Article:
    return max(articles, key=lambda article: len(article["comments"]))


@pytest.fixture(scope="module")
def answered(comments: list[Comment]) -> set[str | None]:
    return {comment["parent"] for comment in comments}


def test_a_dozen_articles_hold_between_420_and_480_comments(articles: list[Article], comments: list[Comment]) -> None:
    sizes = sorted(len(article["comments"]) for article in articles)

    assert len(articles) == 12
    assert 420 <= len(comments) <= 480
    assert sizes[:2] == [0, 1]
    assert all(10 <= size <= 60 for size in sizes[2:-1])
    assert sizes[-1] >= 180


def test_the_article_without_comments_has_only_just_appeared(articles: list[Article]) -> None:
    (empty,) = (article for article in articles if not article["comments"])

    assert empty["created"] == "-20m"


def test_one_article_is_locked(articles: list[Article]) -> None:
    assert sum(article.get("locked", False) for article in articles) == 1


def test_the_three_who_can_log_in_have_written(articles: list[Article], comments: list[Comment]) -> None:
    wrote = Counter(comment["author"] for comment in comments)

    assert min(wrote["wren"], wrote["moss"], wrote["ada"]) >= 5
    assert {"wren", "moss", "ada"} <= {article["author"] for article in articles}


def test_people_come_back_under_their_names(comments: list[Comment]) -> None:
    wrote = Counter(comment["author"] for comment in comments)

    assert 40 <= len(wrote) <= 60
    assert sum(times >= 3 for times in wrote.values()) >= 40


def test_the_long_thread_folds_at_several_depths(bridge: Article) -> None:
    depths = depths_of(bridge)
    lists = [(depths[parent] + 1, len(replies)) for parent, replies in replies_of(bridge).items() if parent]

    assert max(depths.values()) >= 9
    assert sum(depth == 1 and size >= 10 for depth, size in lists) >= 2
    assert sum(depth >= 2 and size >= 5 for depth, size in lists) >= 3


def test_the_author_of_the_long_thread_answers_in_it(bridge: Article) -> None:
    answers = [c for c in bridge["comments"] if c["author"] == bridge["author"] and c["parent"]]

    assert len(answers) >= 5


def test_edits_and_their_histories_are_there_to_be_looked_at(comments: list[Comment]) -> None:
    histories = sorted(len(comment["revisions"]) for comment in comments if "revisions" in comment)

    assert 22 <= sum(comment["edited"] is not None for comment in comments) <= 28
    assert len(histories) == 6
    assert (histories[0], histories[-1]) == (1, 3)


def test_five_comments_were_deleted_and_three_of_them_stand_above_replies(
    comments: list[Comment], answered: set[str | None]
) -> None:
    deleted = [comment["id"] in answered for comment in comments if comment["deleted"]]

    assert (len(deleted), sum(deleted)) == (5, 3)


def test_four_comments_were_removed_and_three_of_them_stand_above_replies(
    comments: list[Comment], answered: set[str | None]
) -> None:
    removed = [comment["id"] in answered for comment in comments if comment.get("removed")]

    assert (len(removed), sum(removed)) == (4, 3)


def test_two_comments_are_far_below_zero_and_were_answered(comments: list[Comment], answered: set[str | None]) -> None:
    scores = [comment["score"] for comment in comments]
    unloved = [comment["id"] for comment in comments if comment["score"] < -5]

    assert (min(scores), max(scores)) == (-9, 60)
    assert len(unloved) == 2
    assert set(unloved) <= answered


@pytest.mark.parametrize(
    "marks",
    [
        r"^> ",
        r"^1\. ",
        r"^\|.*\|\n\|[ :|-]+\|$",
        r"^```",
        r"\]\(https://",
        r"\*\*\w",
        r"(?<!\*)\*\w",
        r"^- Who was that\?\?\?$",
    ],
    ids=["quote", "list", "table", "code", "link", "strong", "emphasis", "punch line"],
)
def test_comments_use_what_markdown_offers(comments: list[Comment], marks: str) -> None:
    assert any(re.search(marks, comment["body"], re.MULTILINE) for comment in comments)


def test_comments_are_as_short_as_a_word_and_as_long_as_an_essay(comments: list[Comment]) -> None:
    lengths = [len(comment["body"].split()) for comment in comments]

    assert lengths.count(1) >= 8
    assert max(lengths) >= 600


def test_some_characters_lie_beyond_the_basic_plane(comments: list[Comment]) -> None:
    assert any("😁" in comment["body"] for comment in comments)


def test_one_comment_is_in_german_and_one_goes_on_in_spanish(comments: list[Comment]) -> None:
    assert any(re.search(r"\bIch saß am Freitag\b", comment["body"]) for comment in comments)
    assert any(re.search(r"\bcomo las visitas\b", comment["body"]) for comment in comments)


def test_one_comment_runs_from_right_to_left_throughout(comments: list[Comment]) -> None:
    def directions(text: str) -> set[str]:
        return {unicodedata.bidirectional(letter) for letter in text if letter.isalpha()}

    assert [c["author"] for c in comments if directions(c["body"]) == {"R"}] == ["noam-t"]
