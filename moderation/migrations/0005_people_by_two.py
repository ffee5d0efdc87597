import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from moderation import triggers


def shut(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.shut(schema_editor.connection)


def open_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.open_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_restrictions_on_people"),
        ("moderation", "0004_move_and_merge"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite makes the table of particulars anew for its constraint, and their trigger would be gone with the old one.
        migrations.RunPython(open_up, shut),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warn", "warning"),
                            ("slow", "slow mode"),
                            ("premoderate", "pre-moderation"),
                            ("suspend", "suspension"),
                            ("ban", "ban"),
                        ],
                        max_length=11,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("proposed_at", models.DateTimeField()),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="particulars",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="particulars",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    ("by__isnull", True),
                    models.Q(("confirmed_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_confirms_their_own_act",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposal",
                to="moderation.loggedact",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="rule",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="moderation.rule"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True), _negated=True),
                fields=["-settled_at"],
                name="settled_proposals_latest",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)),
                fields=("person",),
                name="one_open_proposal_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by__isnull", True),
                    models.Q(("settled_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="a_proposal_is_settled_by_another_moderator",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entry__isnull", True),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="somebody_confirmed_what_took_effect",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("settled_by__isnull", True), ("settled_at__isnull", False), _connector="OR"),
                name="who_settled_it_did_so_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days__isnull", True), ("kind", "ban")),
                    models.Q(("days__gte", 1), ("kind", "suspend")),
                    _connector="OR",
                ),
                name="what_is_proposed_is_a_ban_or_a_suspension",
            ),
        ),
        migrations.RunPython(shut, open_up),
    ]
