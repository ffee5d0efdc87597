from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of the rules to begin with. Where an operator has renamed it, they mark one themselves."""
    rule = apps.get_model("moderation", "Rule")
    rule.objects.filter(title="Nothing illegal", retired_at__isnull=True).update(is_legal=True)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_notices_and_the_rule_about_law")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
