"""Prove every stored column of every thread from parent links alone; with --fix, set right what differs."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from forum.comments.checking import all_faults, mend
from forum.comments.models import Comment

# A broken table has as many faults as rows; these are enough to see what kind they are.
SHOWN = 20


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="rewrite the columns of the trees that have faults")

    def handle(self, *, fix: bool, **options: object) -> None:
        if fix:
            self.stdout.write(f"{mend()} trees mended.")
        count = 0
        with tqdm(total=Comment.objects.count(), unit=" comments", disable=None) as bar:
            for fault in all_faults(seen=bar.update):
                count += 1
                if count <= SHOWN:
                    self.stderr.write(str(fault))
        self.stdout.write(
            f"{Comment.objects.count()} comments in {Comment.objects.threads().count()} trees, {count} faults."
        )
        if count:
            raise CommandError("Run again with --fix." if not fix else "These cannot be mended: see parent_id above.")
