"""The format of threads on their way in and out (docs/thread-format.md): one article with its comments a line, in JSON.

Reading gives typed records and refuses, with the reason, what is none. What hangs together and what is here already is
for forum.threads.importing to judge.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from forum.lib.markdown import Format
from forum.threads.fields import (
    BODY_LENGTH,
    ID_LENGTH,
    NAME_LENGTH,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
    BadRecord,
    Fields,
    date_in,
    flag_in,
    format_in,
    id_in,
    line_in,
    lock_in,
    names_in,
    score_in,
    text_in,
    time_in,
)

# What one article may cost in memory: 100,000 comments of an ordinary length are 70 MB.
LINE_BYTES = 256 * 1024 * 1024
COMMENTS = 200_000
TAGS = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """A comment of a thread that was not taken; the id is empty where it has none."""

    comment_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommentRecord:
    id: str
    parent: str | None
    author: str
    created: datetime | None
    edited: datetime | None
    body: str
    format: Format
    score: int
    deleted: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """An article and what could be read of its comments."""

    source: str
    id: str
    title: str
    deck: str
    dateline_place: str
    dateline_date: date | None
    source_name: str
    url: str
    author: str
    created: datetime | None
    edited: datetime | None
    locked: datetime | None
    withdrawn: datetime | None
    tags: list[str]
    body: str
    format: Format
    comments: list[CommentRecord]
    refused: list[Refusal]


# -- Lines ------------------------------------------------------------------------------------------------------------


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that hold anything. Of one that is too long no more than shows that it is."""
    number = 0
    while line := file.readline(LINE_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > LINE_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(LINE_BYTES + 1)
        if line.strip():
            yield number, line


def read_thread(line: bytes) -> ThreadRecord:
    """Raises BadRecord for what is no thread. Comments that are none are in the record's list of refusals."""
    if len(line) > LINE_BYTES:
        raise BadRecord(f"longer than {LINE_BYTES:,} bytes")
    try:
        fields = json.loads(line.rstrip().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadRecord(f"not UTF-8 at byte {error.start + 1:,}") from None
    except RecursionError:
        raise BadRecord("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise BadRecord(f"not JSON at character {error.pos + 1:,}: {error.msg}") from None
    except ValueError:
        raise BadRecord("a number in it has too many digits") from None
    return thread_from(fields)


def thread_from(fields: object) -> ThreadRecord:
    if not isinstance(fields, dict):
        raise BadRecord("not a JSON object")
    source, url, title = (
        line_in(fields, "source", SOURCE_LENGTH),
        line_in(fields, "url", URL_LENGTH),
        line_in(fields, "title", TITLE_LENGTH),
    )
    if not source:
        raise BadRecord("no source")
    name = id_in(fields, "id") or url or title
    if not name:
        raise BadRecord("neither id nor url nor title: it could not be recognised the next time")
    if len(name) > ID_LENGTH:
        raise BadRecord(f"its url or title is too long to know it by: give it an id of at most {ID_LENGTH} characters")
    try:
        return thread_with(fields, source, name)
    except BadRecord as bad:
        raise BadRecord(bad.reason, name=name) from None


def thread_with(fields: Fields, source: str, name: str) -> ThreadRecord:
    comments, refused = comments_in(fields)
    formats = [comment.format for comment in comments]
    return ThreadRecord(
        source=source,
        id=name,
        title=line_in(fields, "title", TITLE_LENGTH),
        deck=line_in(fields, "deck", TITLE_LENGTH),
        dateline_place=line_in(fields, "dateline_place", NAME_LENGTH),
        dateline_date=date_in(fields, "dateline_date"),
        source_name=line_in(fields, "source_name", NAME_LENGTH),
        url=line_in(fields, "url", URL_LENGTH),
        author=line_in(fields, "author", NAME_LENGTH),
        created=time_in(fields, "created"),
        edited=time_in(fields, "edited"),
        locked=lock_in(fields),
        withdrawn=time_in(fields, "withdrawn"),
        tags=names_in(fields, "tags", most=TAGS),
        body=text_in(fields, "body", BODY_LENGTH),
        format=format_in(fields, otherwise=formats[0] if formats else Format.MARKDOWN),
        comments=comments,
        refused=refused,
    )


def comments_in(fields: Fields) -> tuple[list[CommentRecord], list[Refusal]]:
    rows = fields.get("comments")
    if rows is None:
        rows = []
    if not isinstance(rows, list):
        raise BadRecord("comments is not a list")
    if len(rows) > COMMENTS:
        raise BadRecord(f"more than {COMMENTS:,} comments")
    comments: list[CommentRecord] = []
    refused: list[Refusal] = []
    for row in rows:
        try:
            comments.append(comment_from(row))
        except BadRecord as bad:
            refused.append(Refusal(bad.name, bad.reason))
    return comments, refused


def comment_from(fields: object) -> CommentRecord:
    if not isinstance(fields, dict):
        raise BadRecord("not a JSON object")
    name = id_in(fields, "id")
    if not name:
        raise BadRecord("no id")
    try:
        return CommentRecord(
            id=name,
            parent=id_in(fields, "parent") or None,
            author=line_in(fields, "author", NAME_LENGTH),
            created=time_in(fields, "created"),
            edited=time_in(fields, "edited"),
            body=text_in(fields, "body", BODY_LENGTH),
            format=format_in(fields, otherwise=None),
            score=score_in(fields),
            deleted=flag_in(fields, "deleted"),
            removed=flag_in(fields, "removed"),
        )
    except BadRecord as bad:
        raise BadRecord(bad.reason, name=name) from None
