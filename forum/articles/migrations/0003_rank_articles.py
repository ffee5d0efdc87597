"""Articles that are here already get the rank that their time gives them: none has a vote yet."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 1000


def rank_articles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("articles", "Article")
    articles = list(model.objects.only("published_at"))
    for article in articles:
        # As forum.votes.ranking.hot_rank had it for a score of 0, on the day of this migration.
        article.hot = round(1_000_000 * (article.published_at.timestamp() / 45_000))
    model.objects.bulk_update(articles, ["hot"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_article_votes")]

    operations = [migrations.RunPython(rank_articles, migrations.RunPython.noop)]
