"""Try an automatic rule over the past: what its latest version would have caught. Changes nothing."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from forum.comments.models import Comment
from moderation.models import AutoRule
from moderation.trying import PERIODS, Judged, try_rule


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", help="of the rule")
        parser.add_argument("--days", type=int, choices=PERIODS, default=30)

    def handle(self, *, title: str, days: int, **options: object) -> None:
        autorule = AutoRule.objects.select_related("current").filter(title__iexact=title).first()
        if autorule is None or autorule.current is None:
            raise CommandError(f"There is no automatic rule {title!r} that says when it applies.")
        now, period = timezone.now(), PERIODS[days]
        total = Comment.objects.filter(created_at__gte=now - period, body__imported_with__isnull=True).count()
        with tqdm(total=total, disable=None) as bar:
            trial = try_rule(autorule.current.applies_when, period=period, now=now, seen=bar.update)
        self.stdout.write(f"{trial.count} of {trial.looked_at} comments of the last {days} days.")
        for judged in Judged:
            self.stdout.write(f"  {judged}: {trial.caught[judged]}")
        if trial.precision is not None:
            self.stdout.write(f"Of those that people judged, {trial.precision:.0%} were removed.")
        for catch in trial.examples[Judged.KEPT]:
            self.stdout.write(f"  A false alarm: c{catch.comment_id} {catch.span}")
