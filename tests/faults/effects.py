"""Receivers whose effects can be counted, in tables of their own, and the ways to be idempotent that
forum.events.receiving names. Imported by tests, and by the processes that tests kill.
"""

import os
import signal
import time

from django.db import connection, transaction

from forum.events.receiving import receiver

TABLES = {
    "effect_call": "receiver varchar(40), effect_id bigint, pid bigint",
    "effect_made": "effect_id bigint UNIQUE",
    "effect_marked": "effect_id bigint UNIQUE, marked_at bigint NULL",
    "effect_mark": "effect_id bigint",
    "effect_counted": "name varchar(10) UNIQUE, total bigint",
}


def create_tables() -> None:
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            cursor.execute(f"CREATE TABLE {table} ({columns})")
        cursor.execute("INSERT INTO effect_counted VALUES ('made', 0)")


def drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def rows(query: str, *values: int | str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[int, ...]] = cursor.fetchall()
        return found


def execute(statement: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def effects() -> list[int]:
    return [effect_id for (effect_id,) in rows("SELECT effect_id FROM effect_made ORDER BY effect_id")]


def calls(name: str) -> int:
    return rows("SELECT count(*) FROM effect_call WHERE receiver = %s", name)[0][0]


def callers(name: str) -> list[int]:
    """The processes that called it, in no order."""
    return [pid for (pid,) in rows("SELECT pid FROM effect_call WHERE receiver = %s", name)]


def note_call(name: str, effect_id: int) -> int:
    """How often it was called for this before."""
    execute("INSERT INTO effect_call VALUES (%s, %s, %s)", name, effect_id, os.getpid())
    return rows("SELECT count(*) FROM effect_call WHERE receiver = %s AND effect_id = %s", name, effect_id)[0][0] - 1


def make(effect_id: int) -> None:
    execute("INSERT INTO effect_made VALUES (%s) ON CONFLICT DO NOTHING", effect_id)


@receiver("effect_wanted")
def make_effect(*, effect_id: int) -> None:
    note_call("make", effect_id)
    make(effect_id)


@receiver("three_effects_wanted")
def make_once(*, effect_id: int) -> None:
    """By a unique constraint."""
    note_call("make", effect_id)
    make(effect_id)


@receiver("three_effects_wanted")
def mark_once(*, effect_id: int) -> None:
    """By an update that only one can win. What the winner does after it has no constraint to lean on."""
    note_call("mark", effect_id)
    with transaction.atomic():
        if execute("UPDATE effect_marked SET marked_at = 1 WHERE effect_id = %s AND marked_at IS NULL", effect_id):
            execute("INSERT INTO effect_mark VALUES (%s)", effect_id)


@receiver("three_effects_wanted")
def count_anew(*, effect_id: int) -> None:
    """By counting rows, under a lock."""
    note_call("count", effect_id)
    with transaction.atomic():
        execute("UPDATE effect_counted SET total = total WHERE name = 'made'")
        execute("UPDATE effect_counted SET total = (SELECT count(*) FROM effect_marked) WHERE name = 'made'")


@receiver("effect_wanted_of_poison")
def take_the_process_along(*, effect_id: int) -> None:
    note_call("poison", effect_id)
    os.kill(os.getpid(), signal.SIGKILL)


@receiver("effect_wanted_slowly")
def make_effect_slowly(*, effect_id: int) -> None:
    """The first time there is time to kill whoever does it."""
    is_first = note_call("slow", effect_id) == 0
    if is_first:
        time.sleep(60)
    make(effect_id)
