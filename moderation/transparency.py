"""What was done in the last half year, in figures: for everybody, and so for nobody in particular."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, ExpressionWrapper, F, Q
from django.db.models.fields import DurationField

from moderation.models import Act, Appeal, Case, LoggedAct
from moderation.models.log import Role

WITHIN = timedelta(days=183)
# Seconds that the figures stand: to count them is to read half a year.
KEPT = 3600
# The acts that restrict somebody.
RESTRICTIONS = (Act.REMOVE_COMMENT, Act.HOLD_COMMENT, Act.DECLINE_ARTICLE, Act.LOCK_ARTICLE)


@dataclass(frozen=True)
class Figures:
    since: datetime
    # How often each rule was named, the most often first; "" where none was.
    by_rule: Mapping[str, int]
    restrictions: int
    automatic: int
    reverted: int
    cases: int
    # From the first report to the decision: of half of the cases it was less.
    median: timedelta | None
    appeals: int
    answered: int
    overturned: int

    @property
    def automatic_share(self) -> int:
        """In hundredths."""
        return round(100 * self.automatic / self.restrictions) if self.restrictions else 0


def figures(now: datetime) -> Figures:
    found = cache.get("transparency")
    if not isinstance(found, Figures):
        found = counted(now)
        cache.set("transparency", found, KEPT)
    return found


def counted(now: datetime) -> Figures:
    since = now - WITHIN
    acts = LoggedAct.objects.filter(written_at__gt=since, act__in=RESTRICTIONS)
    rules = acts.order_by().values_list("rule_title").annotate(count=Count("pk")).order_by("-count", "rule_title")
    sums = acts.aggregate(
        restrictions=Count("pk"),
        automatic=Count("pk", filter=Q(role=Role.RULE)),
        reverted=Count("pk", filter=Q(reverted_by__isnull=False)),
    )
    appeals = Appeal.objects.filter(made_at__gt=since).aggregate(
        appeals=Count("pk"),
        answered=Count("pk", filter=Q(decided_at__isnull=False)),
        overturned=Count("pk", filter=Q(outcome__act=Act.OVERTURN)),
    )
    cases, median = decided_since(since)
    return Figures(since=since, by_rule=dict(rules), cases=cases, median=median, **sums, **appeals)


def decided_since(moment: datetime) -> tuple[int, timedelta | None]:
    """How many cases were decided, and how long the one in the middle waited."""
    waits = Case.objects.filter(decided_at__gt=moment).annotate(
        wait=ExpressionWrapper(F("decided_at") - F("opened_at"), output_field=DurationField())
    )
    count = waits.count()
    return count, waits.order_by("wait").values_list("wait", flat=True)[count // 2] if count else None
