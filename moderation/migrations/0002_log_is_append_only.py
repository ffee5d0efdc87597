from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from moderation import triggers


def shut(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.shut(schema_editor.connection)


def open_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.open_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_moderation")]

    operations = [migrations.RunPython(shut, open_up)]
