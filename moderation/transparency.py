"""What was done in the last half year, in figures: for everybody, and so for nobody in particular."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, ExpressionWrapper, F, Q
from django.db.models.fields import DurationField

from moderation.models import Act, Appeal, Case, LoggedAct
from moderation.models.log import Role
from moderation.restricting import ACTS as ON_PEOPLE

WITHIN = timedelta(days=183)
# The cache keeps the figures for so many seconds: to count them is to read half a year. The name tells their shape.
KEY, KEPT = "transparency-1", 3600
# The acts that restrict somebody.
RESTRICTIONS = (
    *(Act.REMOVE_COMMENT, Act.HOLD_COMMENT, Act.FOLD_COMMENT),
    *(Act.REMOVE_ARTICLE, Act.DECLINE_ARTICLE, Act.LOCK_ARTICLE, Act.LOCK_BRANCH),
    *ON_PEOPLE.values(),
)


@dataclass(frozen=True)
class Figures:
    """In what JSON has words for: that is how a cache keeps them."""

    # A time in ISO 8601.
    began: str
    # How often each rule was named, the most often first; "" where none was.
    by_rule: Mapping[str, int]
    restrictions: int
    automatic: int
    reverted: int
    cases: int
    # Seconds from the first report to the decision: of half of the cases it was less.
    median: float | None
    appeals: int
    answered: int
    overturned: int

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.began)

    @property
    def automatic_share(self) -> int:
        """In hundredths."""
        return round(100 * self.automatic / self.restrictions) if self.restrictions else 0


def figures(now: datetime) -> Figures:
    kept = cache.get(KEY)
    if kept is None:
        kept = asdict(counted(now))
        cache.set(KEY, kept, KEPT)
    return Figures(**kept)


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
    return Figures(began=since.isoformat(), by_rule=dict(rules), cases=cases, median=median, **sums, **appeals)


def decided_since(moment: datetime) -> tuple[int, float | None]:
    """How many cases were decided, and how long the one in the middle waited."""
    waits = Case.objects.filter(decided_at__gt=moment).annotate(
        wait=ExpressionWrapper(F("decided_at") - F("opened_at"), output_field=DurationField())
    )
    count = waits.count()
    middle = waits.order_by("wait").values_list("wait", flat=True)[count // 2 : count // 2 + 1]
    return count, next((wait.total_seconds() for wait in middle), None)
