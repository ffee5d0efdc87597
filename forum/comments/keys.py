"""Keys before there are rows: a tree is named after its root, so that has to know its own first."""

from django.db import connection, models


def allocate_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys for new rows, ascending, never given out again."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, column, count])
            return [pk for (pk,) in cursor.fetchall()]
        # BEGIN IMMEDIATE: nobody else is writing. The row appears with the table's first insertion.
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        last: int = row[0] if row else count
        return list(range(last - count + 1, last + 1))
