"""`./dev manage dead_letters [--retry [ID ...]]`"""

from django.core.management.base import BaseCommand, CommandParser

from forum.events.models import Delivery
from forum.events.retrying import retry


class Command(BaseCommand):
    help = "List the events that were given up after their last try, or have them tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--retry", nargs="*", type=int, metavar="ID", help="try these again; all when none is named"
        )

    def handle(self, *args: object, **options: object) -> None:
        ids = options["retry"]
        if isinstance(ids, list):
            self.stdout.write(f"To be tried again: {retry(ids or None)}.")
            return
        letters = Delivery.objects.dead_letters().order_by("id")
        for letter in letters:
            self.stdout.write(f"{letter.pk}  {letter.dead_at:%Y-%m-%d %H:%M:%S}  {letter}\n    {letter.error}")
        self.stdout.write(f"Dead letters: {len(letters)}.")
