"""What makes the log append-only in the database itself, for each of the two."""

from django.db.backends.base.base import BaseDatabaseWrapper

# Both refuse in these words.
REFUSAL = "The log is append-only."
REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"

SHUT = {
    "postgresql": (
        "CREATE FUNCTION moderation_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER log_entries_stay BEFORE UPDATE OR DELETE ON moderation_loggedact"
        " FOR EACH ROW EXECUTE FUNCTION moderation_log_is_append_only()",
        "CREATE TRIGGER the_log_is_not_emptied BEFORE TRUNCATE ON moderation_loggedact"
        " FOR EACH STATEMENT EXECUTE FUNCTION moderation_log_is_append_only()",
        "CREATE TRIGGER particulars_stay BEFORE DELETE ON moderation_particulars"
        " FOR EACH ROW EXECUTE FUNCTION moderation_log_is_append_only()",
    ),
    "sqlite": (
        f"CREATE TRIGGER log_entries_are_not_changed BEFORE UPDATE ON moderation_loggedact {REFUSE}",
        f"CREATE TRIGGER log_entries_are_not_deleted BEFORE DELETE ON moderation_loggedact {REFUSE}",
        f"CREATE TRIGGER particulars_stay BEFORE DELETE ON moderation_particulars {REFUSE}",
    ),
}
OPEN = {
    "postgresql": (
        "DROP TRIGGER particulars_stay ON moderation_particulars",
        "DROP TRIGGER the_log_is_not_emptied ON moderation_loggedact",
        "DROP TRIGGER log_entries_stay ON moderation_loggedact",
        "DROP FUNCTION moderation_log_is_append_only()",
    ),
    "sqlite": (
        "DROP TRIGGER particulars_stay",
        "DROP TRIGGER log_entries_are_not_deleted",
        "DROP TRIGGER log_entries_are_not_changed",
    ),
}


def shut(connection: BaseDatabaseWrapper) -> None:
    """From here on nobody changes an entry or deletes one."""
    run(connection, SHUT[connection.vendor])


def open_up(connection: BaseDatabaseWrapper) -> None:
    """For a migration backwards, and for tests that empty every table after them."""
    run(connection, OPEN[connection.vendor])


def run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
