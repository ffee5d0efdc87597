"""The queue: which cases a moderator sees, in which order, page by page, and which of them comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from moderation.models import Case
from moderation.models.cases import CaseQuerySet

PAGE = 50
# A tab counts no further than this: whoever sees it knows enough.
COUNTED = 1000


class Tab(models.TextChoices):
    ALL = "all", pgettext_lazy("cases", "All")
    REPORTED = "reported", _("Reported")
    HELD = "held", _("Held")
    NEWCOMERS = "new", _("New people")
    ASKED = "asked", _("Asked")
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

    @property
    def query(self) -> str:
        """As addresses have it."""
        return f"tab={self.tab.value}&order={self.order.value}"

    @property
    def column(self) -> str:
        return COLUMNS[self.order]

    def cases(self) -> CaseQuerySet:
        return in_tab(self.tab, self.viewer, self.now)

    def in_order(self) -> CaseQuerySet:
        """The oldest first; those of the most risk or reach first, and of equals the younger."""
        way = "" if self.order is Order.AGE else "-"
        return self.cases().order_by(f"{way}{self.column}", f"{way}id")

    def beyond(self, pk: int) -> CaseQuerySet:
        """Those after a case, as it stands now. One comparison, which the index of the order begins at."""
        after = TupleGreaterThan if self.order is Order.AGE else TupleLessThan
        value = Case.objects.filter(pk=pk).values_list(self.column, flat=True).first()
        return self.in_order().filter(after(Tuple(F(self.column), F("id")), (value, pk)))


def chosen(fields: QueryDict, *, viewer: User, now: datetime) -> Choice:
    """What an address asks for; where it asks for nothing that there is, all by risk."""
    tab, order = fields.get("tab", ""), fields.get("order", "")
    return Choice(
        viewer,
        now,
        Tab(tab) if tab in Tab.values else Tab.ALL,
        Order(order) if order in Order.values else Order.RISK,
    )


def in_tab(tab: Tab, viewer: User, now: datetime) -> CaseQuerySet:
    cases = Case.objects.open()
    return {
        Tab.ALL: cases,
        Tab.REPORTED: cases.reported(),
        Tab.HELD: cases.held(),
        Tab.NEWCOMERS: cases.of_newcomers(),
        Tab.ASKED: cases.asked(),
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
    """The next that no colleague looks at, from that one on and then from the beginning."""
    for cases in (choice.beyond(after.pk), choice.in_order()):
        if found := cases.free_for(choice.viewer, now=choice.now).exclude(pk=after.pk).first():
            return found
    return None


# -- Counts -----------------------------------------------------------------------------------------------------------


class CountOf(Subquery):
    """How many rows these are, inside another statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


@dataclass(frozen=True)
class Counts:
    """How much waits in each tab, counted to COUNTED + 1, and the newest case of all."""

    by_tab: dict[Tab, int]
    newest: int


def count_tabs(choice: Choice) -> Counts:
    """In one statement, whatever there is to count."""
    counted = {
        tab.name.lower(): CountOf(in_tab(tab, choice.viewer, choice.now).order_by().values("id")[: COUNTED + 1])
        for tab in Tab
    }
    newest = Subquery(Case.objects.order_by("-id").values("id")[:1])
    row = User.objects.filter(pk=choice.viewer.pk).values_list(*counted.values(), newest).get()
    return Counts(dict(zip(Tab, row, strict=False)), row[-1] or 0)
