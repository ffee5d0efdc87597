"""Files of threads, made and read in tests, and the whole database at a glance."""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from forum.articles.models import Article
from forum.comments.models import Comment


def comment(id: str, parent: str | None = None, **fields: object) -> dict[str, object]:
    """A comment's record that only says what the test is about."""
    plain = {"author": "bob", "created": "2020-05-01T12:00:00Z", "edited": None, "body": f"The words of {id}."}
    return {"id": id, "parent": parent, **plain, "format": "text", "score": None, "deleted": False} | fields


def thread(*comments: object, **fields: object) -> dict[str, object]:
    plain = {"source": "elsewhere", "id": "t1", "title": "Rain", "url": "", "author": "alice", "body": "It rained."}
    return plain | {"created": "2020-05-01T11:00:00Z"} | fields | {"comments": list(comments)}


def import_lines(folder: Path, *lines: dict[str, object] | bytes) -> str:
    """Import a file of these; what the command said on its standard output."""
    file = folder / "threads.jsonl"
    file.write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )
    said = io.StringIO()
    call_command("import_threads", str(file), stdout=said)
    return said.getvalue()


def refusals(folder: Path, *lines: dict[str, object] | bytes) -> list[str]:
    """Import a file of which something is refused; what was said of that, without the name of the file."""
    complaints = io.StringIO()
    file = folder / "threads.jsonl"
    file.write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )
    try:
        call_command("import_threads", str(file), stdout=io.StringIO(), stderr=complaints)
    except CommandError:
        return [line.removeprefix(f"{file}:") for line in complaints.getvalue().splitlines()]
    raise AssertionError("Everything was taken.")


def export(*article_ids: int) -> str:
    written = io.StringIO()
    call_command("export_threads", *map(str, article_ids), stdout=written)
    return written.getvalue()


def imported(id: str) -> Comment:
    return Comment.objects.select_related("body", "author").get(body__imported_id=id)


def the_article() -> Article:
    return Article.objects.get()


def everything() -> dict[str, Sequence[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def empty_the_database() -> None:
    """Past the models, which delete nothing. Foreign keys are checked at the end of the transaction."""
    with connection.cursor() as cursor:
        for model in emptied():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model)}")  # noqa: S608 - the names of our own tables


def emptied() -> Iterable[str]:
    apps_of_ours = ("account", "accounts", "articles", "comments", "events")
    return (
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in apps_of_ours
    )
