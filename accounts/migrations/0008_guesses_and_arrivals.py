from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_restrictions_on_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guesses",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "guesses",
            },
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("imported_name__isnull", True)), fields=["joined_at"], name="people_by_arrival"
            ),
        ),
        migrations.AddIndex(
            model_name="guesses",
            index=models.Index(fields=["last_at"], name="guesses_by_age"),
        ),
    ]
