"""The queue: which cases a moderator sees, in which order, page by page, and which of them comes next."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import models
from django.db.models import F, Subquery, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from moderation.models import Appeal, Case
from moderation.models.appeals import AppealQuerySet
from moderation.models.cases import CaseQuerySet
from moderation.narrowing import Narrowing, narrowed_by
from moderation.policy import is_admin

PAGE = 50
# A tab counts no further than this: whoever sees it knows enough.
COUNTED = 1000


class Tab(models.TextChoices):
    ALL = "all", pgettext_lazy("cases", "All")
    REPORTED = "reported", _("Reported")
    HELD = "held", _("Held")
    CAUGHT = "caught", _("Caught by rules")
    NEWCOMERS = "new", _("New people")
    ASKED = "asked", _("Asked")
    ESCALATED = "escalated", _("Escalated")
    APPEALS = "appeals", _("Appeals")
    MINE = "mine", _("Mine")


class Order(models.TextChoices):
    RISK = "risk", _("Risk")
    AGE = "age", _("Age")
    REACH = "reach", _("Reach")


COLUMNS = {Order.RISK: "risk", Order.AGE: "opened_at", Order.REACH: "reach"}


@dataclass(frozen=True)
class Choice:
    """What of the queue a moderator looks at."""

    viewer: User
    now: datetime
    tab: Tab = Tab.ALL
    order: Order = Order.RISK
    only: Narrowing = field(default_factory=Narrowing)

    @property
    def query(self) -> str:
        """As addresses have it."""
        where = f"tab={self.tab.value}&order={self.order.value}"
        return f"{where}&{self.only.query}" if self.only else where

    def all_of(self, tab: Tab) -> "Choice":
        return replace(self, tab=tab, only=Narrowing())

    def by(self, order: Order) -> "Choice":
        return replace(self, order=order)

    @property
    def is_of_appeals(self) -> bool:
        return self.tab is Tab.APPEALS

    @property
    def column(self) -> str:
        return COLUMNS[self.order]

    def cases(self) -> CaseQuerySet:
        return self.only.of(in_tab(self.tab, self.viewer, self.now), self.now)

    def in_order(self) -> CaseQuerySet:
        """The oldest first; those of the most risk or reach first, and of equals the younger."""
        way = "" if self.order is Order.AGE else "-"
        return self.cases().order_by(f"{way}{self.column}", f"{way}id")

    def beyond(self, pk: int) -> CaseQuerySet:
        """Those after a case, as it stands now. One comparison, which the index of the order begins at."""
        after = TupleGreaterThan if self.order is Order.AGE else TupleLessThan
        value = Case.objects.filter(pk=pk).values_list(self.column, flat=True).first()
        return self.in_order().filter(after(Tuple(F(self.column), F("id")), (value, pk)))

    def come_since(self, newest: int, at: datetime) -> CaseQuerySet:
        """Those that came into the tab after that case or moment: old ones, too, where somebody puts them there."""
        match self.tab:
            case Tab.ASKED:
                return self.cases().filter(asked_at__gt=at)
            case Tab.ESCALATED:
                return self.cases().filter(escalated_at__gt=at)
            case _:
                return self.cases().filter(pk__gt=newest)


def chosen(fields: QueryDict, *, viewer: User, now: datetime) -> Choice:
    """What an address asks for; where it asks for nothing that there is, all by risk."""
    tab, order = fields.get("tab", ""), fields.get("order", "")
    return Choice(
        viewer,
        now,
        Tab(tab) if tab in Tab.values else Tab.ALL,
        Order(order) if order in Order.values else Order.RISK,
        narrowed_by(fields),
    )


def tabs_of(viewer: User) -> list[Tab]:
    """What was passed to the admins they see first."""
    return sorted(Tab, key=lambda tab: tab is not Tab.ESCALATED) if is_admin(viewer) else list(Tab)


def in_tab(tab: Tab, viewer: User, now: datetime) -> CaseQuerySet:
    cases = Case.objects.open()
    return {
        Tab.ALL: cases,
        Tab.REPORTED: cases.reported(),
        Tab.HELD: cases.held(),
        Tab.CAUGHT: cases.caught(),
        Tab.NEWCOMERS: cases.of_newcomers(),
        Tab.ASKED: cases.asked(),
        Tab.ESCALATED: cases.escalated(),
        # Not cases: moderation.pages_appeals has its page.
        Tab.APPEALS: cases.none(),
        Tab.MINE: cases.claimed_by(viewer, now=now),
    }[tab]


@dataclass(frozen=True)
class Page:
    cases: list[Case]
    # The case after which the next page begins, when there is one.
    next_after: int | None = None


def page_of_cases(choice: Choice, *, after: int | None = None) -> Page:
    cases = choice.in_order() if after is None else choice.beyond(after)
    found = list(cases.for_list()[: PAGE + 1])
    return Page(found[:PAGE], next_after=found[PAGE - 1].pk if len(found) > PAGE else None)


def next_case(choice: Choice, *, after: Case) -> Case | None:
    """The next that is theirs to decide and no colleague looks at, from that one on and then from the beginning."""
    for cases in (choice.beyond(after.pk), choice.in_order()):
        free = cases.free_for(choice.viewer, now=choice.now).decidable_by(choice.viewer)
        if found := free.exclude(pk=after.pk).first():
            return found
    return None


# -- Counts -----------------------------------------------------------------------------------------------------------


class CountOf(Subquery):
    """How many rows these are, inside another statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def count_of(rows: CaseQuerySet | AppealQuerySet) -> CountOf:
    return CountOf(rows.order_by().values("id")[: COUNTED + 1])


@dataclass(frozen=True)
class Counts:
    """How much waits in each tab, counted to COUNTED + 1, and the newest case of all."""

    by_tab: dict[Tab, int]
    # Of what the tab is narrowed to, if it is.
    narrowed: int
    newest: int


def count_tabs(choice: Choice) -> Counts:
    """In one statement, whatever there is to count."""
    counted = [
        count_of(Appeal.objects.open() if tab is Tab.APPEALS else in_tab(tab, choice.viewer, choice.now)) for tab in Tab
    ]
    is_narrowed = bool(choice.only) and not choice.is_of_appeals
    narrowed = count_of(choice.cases()) if is_narrowed else Value(0)
    things: type[Case | Appeal] = Appeal if choice.is_of_appeals else Case
    newest = Subquery(things.objects.order_by("-id").values("id")[:1])
    row = User.objects.filter(pk=choice.viewer.pk).values_list(*counted, narrowed, newest).get()
    return Counts(dict(zip(Tab, row, strict=False)), row[-2], row[-1] or 0)
