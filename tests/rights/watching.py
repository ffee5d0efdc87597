"""The whole database, before and after."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Field, ForeignKey, Model

from forum.threads.models import Visit
from moderation.models import Case

type Row = dict[str, object]
type Snapshot = dict[type[Model], dict[object, Row]]
type NewKeys = dict[object, set[object]]

# What anybody's look at a page may write: who is logged in where, and who looked when, is no state of the forum. Each
# is judged by name.
UNWATCHED = {Session, Visit}
# Likewise whose eyes are on a case: whoever opens one claims it.
UNWATCHED_COLUMNS: dict[type[Model], Row] = {Case: {"claimed_by_id": None, "claimed_until": None}}
WATCHED = [model for model in apps.get_models(include_auto_created=True) if model not in UNWATCHED]


def snapshot() -> Snapshot:
    return {model: rows_of(model) if is_filled else {} for model, is_filled in zip(WATCHED, filled(), strict=True)}


def filled() -> tuple[bool, ...]:
    """Of each watched table whether it holds anything: one statement in the place of dozens that find nothing."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in WATCHED]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))  # noqa: S608 - our own
        row: tuple[bool, ...] = cursor.fetchone()
    return row


def rows_of(model: type[Model]) -> dict[object, Row]:
    rows = model._base_manager.values()
    return {row[model._meta.pk.attname]: row | UNWATCHED_COLUMNS.get(model, {}) for row in rows}


@dataclass(frozen=True)
class Change:
    """What became of one row: the columns that differ, all of them where it is new, none where it is gone."""

    model: str
    row: object
    columns: tuple[tuple[str, object], ...]


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """In the order of models and keys. A new row's key, and what refers to it, is "new": the next try has another."""
    new: NewKeys = {model: after[model].keys() - before[model].keys() for model in WATCHED}
    return [
        Change(
            model.__name__, "new" if key in new[model] else key, differing(model, before[model].get(key, {}), row, new)
        )
        for model in WATCHED
        for key, row in sorted(
            (before[model] | after[model]).items(), key=lambda item: (len(str(item[0])), str(item[0]))
        )
        if before[model].get(key) != after[model].get(key)
    ]


def differing(model: type[Model], before: Row, after: Row, new: NewKeys) -> tuple[tuple[str, object], ...]:
    fields = model._meta.concrete_fields
    values = [
        (field.attname, "new" if after[field.attname] in new.get(named_by(field), ()) else after[field.attname])
        for field in fields
    ]
    return tuple((name, value) for name, value in values if name not in before or before[name] != after[name])


def named_by(field: "Field[object, object]") -> object:
    """The model whose keys the column holds, if it holds keys."""
    if isinstance(field, ForeignKey):
        return field.related_model
    return field.model if field.primary_key or field.attname == "tree_id" else None
