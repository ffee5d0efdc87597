from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles")]

    operations = [
        *[
            migrations.AddField("article", name, models.PositiveIntegerField(default=0))
            for name in ("base_up", "base_down", "up", "down")
        ],
        migrations.AddField("article", "score", models.IntegerField(default=0)),
        migrations.AddField("article", "hot", models.BigIntegerField(default=0)),
    ]
