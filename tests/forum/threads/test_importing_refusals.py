"""What cannot be taken from a file is named with its place and its reason, and the rest is taken."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.threads import fields, threadfile
from tests.forum.threads.threadfiles import comment, import_lines, imported, refusals, the_article, thread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"format": "bbcode"}, "format is not one of markdown, html, text: 'bbcode'"),
        ({"format": None}, "format is not one of markdown, html, text: ''"),
        ({"created": "yesterday"}, "created is not a time of ISO 8601: 'yesterday'"),
        ({"created": 1588334400}, "created is not text"),
        ({"created": "0001-01-01T00:00:00+14:00"}, "created is not a time of ISO 8601: '0001-01-01T00:00:00+14:00'"),
        ({"edited": "1969-12-31T23:00:00Z"}, "edited is not between 1970 and 2100: '1969-12-31T23:00:00Z'"),
        ({"author": ["bob"]}, "author is not text"),
        ({"author": "b" * 201}, "author is longer than 200 characters"),
        ({"body": 7}, "body is not text"),
        ({"body": "b" * 1_000_001}, "body is longer than 1,000,000 characters"),
        ({"score": 1.5}, "score is not a whole number up to 2,147,483,647"),
        ({"score": 2**31}, "score is not a whole number up to 2,147,483,647"),
        ({"score": True}, "score is not a whole number up to 2,147,483,647"),
        ({"deleted": "no"}, "deleted is neither true nor false"),
        ({"parent": "nobody"}, "its parent 'nobody' is missing"),
        ({"parent": "x"}, "its parent 'x' was refused too, or answers it in a circle"),
        ({"parent": ["a"]}, "parent is not text"),
    ],
)
def test_a_bad_comment_is_refused_alone(tmp_path: Path, wrong: dict[str, object], reason: str) -> None:
    said = refusals(tmp_path, thread(comment("a"), comment("x") | wrong, comment("b", "a")))

    assert said == [f"1: article 't1': comment 'x': {reason}"]
    assert the_article().comment_count == 2


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("words", "not a JSON object"),
        ({"body": "Hey", "format": "text"}, "no id"),
        ({"id": "", "format": "text"}, "no id"),
        ({"id": "i" * 501}, "id is longer than 500 characters"),
        ({"id": "a\nb"}, "id holds characters that an id may not have"),
        ({"id": "a\0b"}, "id holds characters that an id may not have"),
        ({"id": "a\ud800b"}, "id holds characters that an id may not have"),
    ],
)
def test_a_comment_that_cannot_be_named_is_refused(tmp_path: Path, wrong: object, reason: str) -> None:
    said = refusals(tmp_path, thread(comment("a"), wrong))

    assert said == [f"1: article 't1': comment '': {reason}"]
    assert the_article().comment_count == 1


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (b"{", "article '': not JSON at character 2: Expecting property name enclosed in double quotes"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "article '': a number in it has too many digits"),
        (b"[" * 100_000, "article '': nested too deeply"),
        (b'{"source": "\xff"}', "article '': not UTF-8 at byte 13"),
        (b"[]", "article '': not a JSON object"),
        (json.dumps(thread(source="")).encode(), "article '': no source"),
        (json.dumps(thread(source="s" * 101)).encode(), "article '': source is longer than 100 characters"),
        (
            json.dumps(thread(id=None, title="")).encode(),
            "article '': neither id nor url nor title: it could not be recognised the next time",
        ),
        (
            json.dumps(thread(id=None, url="u" * 501)).encode(),
            "article '': its url or title is too long to know it by: give it an id of at most 500 characters",
        ),
        (json.dumps(thread(url="u" * 2001)).encode(), "article '': url is longer than 2,000 characters"),
        (json.dumps(thread(title="t" * 2001)).encode(), "article '': title is longer than 2,000 characters"),
        (json.dumps(thread(created="soon")).encode(), "article 't1': created is not a time of ISO 8601: 'soon'"),
        (
            json.dumps(thread(dateline_date="May")).encode(),
            "article 't1': dateline_date is not a date of ISO 8601: 'May'",
        ),
        (json.dumps(thread(format="rtf")).encode(), "article 't1': format is not one of markdown, html, text: 'rtf'"),
        (json.dumps(thread() | {"comments": {}}).encode(), "article 't1': comments is not a list"),
    ],
)
def test_a_line_that_is_no_thread_is_refused_alone(tmp_path: Path, line: bytes, place: str) -> None:
    said = refusals(tmp_path, thread(comment("a")), b"", line, thread(comment("a"), id="t2"))

    assert said == [f"3: {place}"]
    assert Article.objects.count() == Comment.objects.count() == 2


def test_replies_of_a_refused_comment_are_refused_with_its_reason(tmp_path: Path) -> None:
    said = refusals(tmp_path, thread(comment("a", format="rtf"), comment("b", "a"), comment("c", "b"), comment("d")))

    reason = "format is not one of markdown, html, text: 'rtf'"
    assert said == [
        f"1: article 't1': comment 'a': {reason}",
        f"1: article 't1': comment 'b': its parent 'a' was refused: {reason}",
        "1: article 't1': comment 'c': its parent 'b' was refused too, or answers it in a circle",
    ]
    assert the_article().comment_count == 1


def test_comments_that_answer_each_other_are_refused(tmp_path: Path) -> None:
    said = refusals(tmp_path, thread(comment("a", "b"), comment("b", "a"), comment("c")))

    reason = "was refused too, or answers it in a circle"
    assert said == [
        f"1: article 't1': comment 'a': its parent 'b' {reason}",
        f"1: article 't1': comment 'b': its parent 'a' {reason}",
    ]
    assert the_article().comment_count == 1


def test_the_second_of_two_comments_with_one_id_is_refused(tmp_path: Path) -> None:
    said = refusals(tmp_path, thread(comment("a", body="First."), comment("a", body="Second.")))

    assert said == ["1: article 't1': comment 'a': another comment before it has the same id"]
    assert imported("a").body.text == "First."


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threadfile, "LINE_BYTES", 1000)

    said = refusals(tmp_path, thread(comment("a", body="b" * 5000)), thread(comment("b"), id="t2"))

    assert said == ["1: article '': longer than 1,000 bytes"]
    assert the_article().imported_id == "t2"


def test_a_line_of_exactly_the_longest_length_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threadfile, "LINE_BYTES", len(json.dumps(thread(comment("a"))).encode()) + 1)

    import_lines(tmp_path, thread(comment("a")))

    assert the_article().comment_count == 1


def test_an_article_with_too_many_comments_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threadfile, "COMMENTS", 2)

    said = refusals(tmp_path, thread(*map(comment, "abc")), thread(*map(comment, "ab"), id="t2"))

    assert said == ["1: article 't1': more than 2 comments"]
    assert the_article().imported_id == "t2"


def test_the_longest_ids_fit_into_every_index(tmp_path: Path) -> None:
    longest = "\U0001f600" * fields.ID_LENGTH

    import_lines(tmp_path, thread(comment(longest), source="\U0001f600" * fields.SOURCE_LENGTH, id=longest))

    assert imported(longest).article == the_article()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"There is no file nowhere\.jsonl\."):
        call_command("import_threads", "nowhere.jsonl")
