"""Prove scores, orders and standings from the votes themselves; with --fix, set right what differs."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from forum.votes.ballots import ballots
from forum.votes.recounting import differences


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="store what the votes say where something else stands")

    def handle(self, *, fix: bool, **options: object) -> None:
        if fix:
            self.stdout.write(f"{self.tell_all(fix=True)} set right.")
        count = self.tell_all(fix=False)
        waiting = sum(ballot.marks.objects.marked().count() for ballot in ballots())
        self.stdout.write(f"{count} differences; {waiting} things wait for the tally.")
        if count:
            raise CommandError("Run again with --fix.")

    def tell_all(self, *, fix: bool) -> int:
        """Name every difference. How many there were."""
        count = 0
        with tqdm(total=sum(ballot.things._base_manager.count() for ballot in ballots()), disable=None) as bar:
            for difference in differences(fix=fix, seen=bar.update):
                count += 1
                self.stderr.write(str(difference))
        return count
