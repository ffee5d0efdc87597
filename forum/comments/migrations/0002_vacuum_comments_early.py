"""Each reply leaves as many dead rows as it shifted: vacuum at 2 % of them, not PostgreSQL's 20 %."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def vacuum_early(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE comments_comment SET (autovacuum_vacuum_scale_factor = 0.02)")


def vacuum_as_usual(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE comments_comment RESET (autovacuum_vacuum_scale_factor)")


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_comments")]

    operations = [migrations.RunPython(vacuum_early, vacuum_as_usual)]
