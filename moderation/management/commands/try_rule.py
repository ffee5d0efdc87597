"""Try an automatic rule over the past: what its latest version would have caught. Changes nothing."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from moderation.models import AutoRuleVersion
from moderation.trying import PERIODS, Judged, count_sent, try_rule


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", help="of the rule")
        parser.add_argument("--days", type=int, choices=PERIODS, default=30)

    def handle(self, *, title: str, days: int, **options: object) -> None:
        version = AutoRuleVersion.objects.filter(autorule__title__iexact=title).order_by("-number").first()
        if version is None:
            raise CommandError(f"There is no automatic rule {title!r} that says when it applies.")
        now, period = timezone.now(), PERIODS[days]
        with tqdm(total=count_sent(now - period, now), disable=None) as bar:
            found = try_rule(version.applies_when, period=period, now=now, seen=bar.update)
        self.stdout.write(f"{found.count} of {found.looked_at} comments of the last {days} days.")
        for judged in Judged:
            self.stdout.write(f"  {judged}: {found.caught[judged]}")
        if found.precision is not None:
            self.stdout.write(f"Of those that people judged, {found.precision:.0%} were removed.")
        for catch in found.examples[Judged.KEPT]:
            self.stdout.write(f"  A false alarm: c{catch.comment_id} {catch.span}")
