"""Prove that no entry of the moderators' log was changed, added or taken away after it was written."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from moderation.models import LoggedAct
from moderation.verifying import verify_log


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--holds", metavar="DIGEST", help="also: that the entry with this digest is still in it")

    def handle(self, *, holds: str | None, **options: object) -> None:
        with tqdm(total=LoggedAct.objects.count(), disable=None) as bar:
            chain = verify_log(seen=bar.update)
        if chain.fault:
            raise CommandError(str(chain.fault))
        # Whoever wrote the head down elsewhere sees a log that was cut off and sewn up again.
        if holds and not LoggedAct.objects.filter(digest=holds).exists():
            raise CommandError(f"No entry has the digest {holds}: the log was cut off, or written anew.")
        self.stdout.write(f"{chain.count} entries, whole. {chain.forgotten} have forgotten somebody.")
        self.stdout.write(f"Head: {chain.head or 'none yet'}")
