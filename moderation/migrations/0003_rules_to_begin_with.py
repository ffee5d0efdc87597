from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A forum has rules from its first day; whoever runs it writes their own in their place.
RULES = [
    ("Be civil", "Argue with what somebody said, not with who they are. No insults, no harassment."),
    ("No hate", "Nothing against people for their origin, faith, sex, gender, orientation, age or disability."),
    ("No spam", "No advertising, no links for their own sake, not the same again and again."),
    ("Stay on the subject", "What has nothing to do with the article belongs under another one."),
    ("No private details", "Nobody's address, number, workplace or messages without their leave."),
    ("No false alarms", "Nothing made up and told as true that could hurt somebody."),
    ("Nothing illegal", "No threats, no calls to violence, nothing that breaks the law or others' rights."),
]
# What notices of something illegal name.
ABOUT_LAW = "Nothing illegal"


def write(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rule = apps.get_model("moderation", "Rule")
    rule.objects.bulk_create(
        rule(title=title, text=text, place=10 * place, is_legal=title == ABOUT_LAW)
        for place, (title, text) in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_log_is_append_only")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
