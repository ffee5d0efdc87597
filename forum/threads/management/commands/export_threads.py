"""`./dev manage export_threads [ARTICLE_ID ...] > threads.jsonl`"""

import io
import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.articles.models import Article
from forum.threads.exporting import export_threads


class Command(BaseCommand):
    help = "Write articles with their comments as JSON lines (docs/thread-format.md): what an anonymous reader sees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("article_ids", nargs="*", type=int, metavar="ARTICLE_ID", help="only these; all if none")

    def handle(self, *args: object, article_ids: list[int], **options: object) -> None:
        articles = Article.objects.all()
        if article_ids:
            articles = articles.filter(pk__in=article_ids)
            missing = set(article_ids) - set(articles.values_list("pk", flat=True))
            if missing:
                raise CommandError(f"There is no article {', '.join(map(str, sorted(missing)))}.")
        if isinstance(sys.stdout, io.TextIOWrapper):
            # Whatever the terminal speaks, and on any system: the file is the same everywhere.
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        export_threads(articles, lambda text: self.stdout.write(text, ending=""))
