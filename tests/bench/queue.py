"""The moderators' queue: does its page cost the same with a hundred and with ten thousand open cases, and how long do a
thousand decisions in one go take?"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from moderation.acting import Decided
from moderation.bulk import Meant, Outcome
from moderation.carrying_out import ask, ask_to_undo, go_on
from moderation.deciding import Verdict
from moderation.models import BulkAct, Case, Report
from moderation.queue import Choice, Order, Tab
from tests.bench.forest import grow, random_shapes, real_shapes
from tests.bench.timing import Reader, median_ms, session_of
from tests.make import ArticleFactory, RuleFactory, UserFactory

TIMES = 25
FEW, MANY, TOGETHER = 100, 10_000, 1000
PAGES = [(tab, order) for tab in (Tab.ALL, Tab.HELD, Tab.CAUGHT) for order in Order]


@dataclass(frozen=True)
class Bench:
    """Pages beside a constant one that is asked for in turn: another load on the machine makes both slower."""

    reader: Reader
    constant: str

    def times(self, url: str) -> tuple[float, float]:
        """The median time of a page in milliseconds, and how many times that of the constant one."""
        pairs = [(median_ms(lambda: self.reader.get(url), 1), median_ms(self.again, 1)) for _time in range(TIMES)]
        return statistics.median(ms for ms, _base in pairs), statistics.median(ms / base for ms, base in pairs)

    def again(self) -> str:
        return self.reader.get(self.constant)


def figures() -> None:
    print(f"the queue, median of {TIMES}")
    mona, author = UserFactory.create(username="mona", role=User.Role.MODERATOR), UserFactory.create(username="author")
    moderator = Reader(session_of(mona))
    constant = ArticleFactory.create(author=author, title="Nothing said yet")
    bench = Bench(moderator, constant.get_absolute_url())
    article = grow(MANY, author=author, shapes=real_shapes() or random_shapes(), seed=0)
    comments = list(Comment.objects.on(article).order_by("pk").values_list("pk", flat=True)[:MANY])
    open_cases(comments[:FEW])
    of_few = [bench.times(address(tab, order)) for tab, order in PAGES]
    open_cases(comments[FEW:])
    analyse()
    of_many = [bench.times(address(tab, order)) for tab, order in PAGES]
    for (tab, order), few, many in zip(PAGES, of_few, of_many, strict=True):
        what = f"{tab.label}, by {order.label.lower()}"
        times = f"{few[1]:4.1f} x the yardstick with {FEW}, {many[1]:4.1f} with {MANY:,}: {many[1] / few[1]:.2f} times"
        print(f"  {what:16} {few[0]:6.1f} and {many[0]:6.1f} ms, {times}")
    narrowed(bench, article.pk)
    deepest = f"/moderation/?tab=all&order=risk&after={Case.objects.order_by('risk', 'id')[200].pk}"
    print(f"  the last but three pages                   {median_ms(lambda: moderator.get(deepest), TIMES):6.1f} ms")
    one = Case.objects.order_by("-risk")[0]
    its_page = f"/moderation/case/{one.pk}"
    beside, asked = median_ms(lambda: moderator.get(its_page), TIMES), moderator.queries(its_page)
    print(f"  a case with the list beside it             {beside:6.1f} ms, {asked} queries")
    shown = ".".join(str(pk) for pk in Case.objects.order_by("-risk").values_list("pk", flat=True)[:50])
    live = f"/moderation/live?newest={one.pk}&cases={shown}"
    print(f"  what a page asks every two seconds         {median_ms(lambda: moderator.get(live), TIMES):6.1f} ms")
    together(mona)


def open_cases(comments: list[int]) -> None:
    """All reported; of the first a page is held, of the others here and there one."""
    chance, now, rule, reporter = (
        random.Random(len(comments)),
        timezone.now(),
        RuleFactory.create(),
        UserFactory.create(),
    )
    Case.objects.bulk_create(
        [
            Case(
                comment_id=pk,
                opened_at=now - timedelta(minutes=chance.randrange(10_000)),
                risk=chance.choice([0.5, 1.0, 1.5, 2.25]),
                reach=chance.randrange(500),
                report_count=1,
                is_held=chance.random() < (0.6 if len(comments) == FEW else 0.02),
                is_caught=chance.random() < (0.6 if len(comments) == FEW else 0.02),
            )
            for pk in comments
        ]
    )
    cases = Case.objects.filter(comment__in=comments).values_list("pk", flat=True)
    Report.objects.bulk_create(
        [Report(case_id=pk, reporter=reporter, rule=rule, reported_at=now, receipt=uuid4()) for pk in cases]
    )


def narrowed(bench: Bench, article: int) -> None:
    """A tab of one's own, with its count, among many: what all match, and what a few or none do."""
    few = Report.objects.order_by("pk").values_list("rule", flat=True)[0]
    for only in (f"article={article}", f"rule={few}", "author=mona", "age=new"):
        ms, times = bench.times(f"{address(Tab.ALL, Order.RISK)}&{only}")
        print(f"  narrowed by {only.split('=')[0]:28} {ms:6.1f} ms, {times:4.1f} x the yardstick with {MANY:,}")


def address(tab: Tab, order: Order) -> str:
    return f"/moderation/?tab={tab}&order={order}"


def analyse() -> None:
    """As the database does by itself within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def together(mona: User) -> None:
    """Decisions in one go, and all of them taken back: by the clock, and how much of it this process computed."""
    for verdict in (Verdict.APPROVE, Verdict.REMOVE):
        key, choice = uuid4(), Choice(mona, timezone.now())
        decided = Decided(by=mona, at=timezone.now(), rule=RuleFactory.create(), bulk=key)
        meant = Meant(choice, newest=10**9).cases()[:TOGETHER]
        what = f"{TOGETHER:,} cases in one go: {verdict.label.lower()}"
        clocked(what, partial(carried_out, partial(ask, key, meant, verdict, decided)))
        back = Decided(by=mona, at=timezone.now())
        clocked("all of them taken back", partial(carried_out, partial(ask_to_undo, key, back)))


def carried_out(asks: Callable[[], BulkAct]) -> Outcome:
    """To its end, as a worker does it."""
    asked = asks()
    go_on(asked.pk, for_seconds=3600.0)
    asked.refresh_from_db()
    return Outcome(asked.done, asked.late, asked.impossible)


def clocked(what: str, act: Callable[[], Outcome]) -> None:
    began, computed = time.perf_counter(), time.process_time()
    outcome = act()
    taken, computed = time.perf_counter() - began, time.process_time() - computed
    print(f"  {what:38} {taken:6.1f} s, {computed:4.1f} of them here; {outcome}")
