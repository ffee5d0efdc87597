"""Articles that are here already were submitted when they were published, and get the key of their source."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from forum.lib.addresses import address_key

BATCH = 1000


def date_articles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("articles", "Article")
    model.objects.update(submitted_at=F("published_at"))
    articles = list(model.objects.exclude(source_url="").only("source_url"))
    for article in articles:
        article.source_key = address_key(article.source_url)
    model.objects.bulk_update(articles, ["source_key"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_submit_articles")]

    operations = [migrations.RunPython(date_articles, migrations.RunPython.noop)]
