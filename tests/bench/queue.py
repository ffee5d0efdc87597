"""The moderators' queue: does its page cost the same with a hundred and with ten thousand open cases, and how long do a
thousand decisions in one go take?"""

import random
import time
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from moderation.acting import Decided
from moderation.bulk import Meant, Outcome, decide_all, undo_all
from moderation.deciding import Verdict
from moderation.models import Case, Report
from moderation.queue import Choice, Order, Tab
from tests.bench.forest import grow, random_shapes, real_shapes
from tests.bench.timing import Reader, median_ms, session_of
from tests.make import ArticleFactory, RuleFactory, UserFactory

TIMES = 25
FEW, MANY, TOGETHER = 100, 10_000, 1000
PAGES = [(tab, order) for tab in (Tab.ALL, Tab.HELD) for order in Order]


def figures() -> None:
    print(f"the queue, median of {TIMES}")
    mona, author = UserFactory.create(username="mona", role=User.Role.MODERATOR), UserFactory.create(username="author")
    moderator = Reader(session_of(mona))
    constant = ArticleFactory.create(author=author, title="Nothing said yet")
    base = median_ms(lambda: moderator.get(constant.get_absolute_url()), TIMES)
    article = grow(MANY, author=author, shapes=real_shapes() or random_shapes(), seed=0)
    comments = list(Comment.objects.on(article).order_by("pk").values_list("pk", flat=True)[:MANY])
    open_cases(comments[:FEW])
    of_few = timed(moderator)
    open_cases(comments[FEW:])
    of_many = timed(moderator)
    for (tab, order), few, many in zip(PAGES, of_few, of_many, strict=True):
        what = f"{tab.label}, by {order.label.lower()}"
        print(f"  {what:18} {few:6.1f} ms with {FEW}, {many:6.1f} with {MANY:,}: {many / few:.2f} times")
    print(f"  an article without comments (the yardstick) {base:6.1f} ms")
    deepest = f"/moderation/?tab=all&order=risk&after={Case.objects.order_by('risk', 'id')[200].pk}"
    print(f"  the last but three pages                   {median_ms(lambda: moderator.get(deepest), TIMES):6.1f} ms")
    one = Case.objects.order_by("-risk")[0]
    address = f"/moderation/case/{one.pk}"
    beside, asked = median_ms(lambda: moderator.get(address), TIMES), moderator.queries(address)
    print(f"  a case with the list beside it             {beside:6.1f} ms, {asked} queries")
    shown = ".".join(str(pk) for pk in Case.objects.order_by("-risk").values_list("pk", flat=True)[:50])
    live = f"/moderation/live?newest={one.pk}&cases={shown}"
    print(f"  what a page asks every two seconds         {median_ms(lambda: moderator.get(live), TIMES):6.1f} ms")
    together(mona)


def open_cases(comments: list[int]) -> None:
    """One reported and held here and there, as they come."""
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
                is_held=chance.random() < 0.02,
            )
            for pk in comments
        ]
    )
    cases = Case.objects.filter(comment__in=comments).values_list("pk", flat=True)
    Report.objects.bulk_create(
        [Report(case_id=pk, reporter=reporter, rule=rule, reported_at=now, receipt=uuid4()) for pk in cases]
    )


def timed(moderator: Reader) -> list[float]:
    return [
        median_ms(lambda tab=tab, order=order: moderator.get(f"/moderation/?tab={tab}&order={order}"), TIMES)  # type: ignore[misc]  # a default pins it
        for tab, order in PAGES
    ]


def together(mona: User) -> None:
    """Decisions in one go, and all of them taken back."""
    for verdict in (Verdict.APPROVE, Verdict.REMOVE):
        key, choice = uuid4(), Choice(mona, timezone.now())
        decided = Decided(by=mona, at=timezone.now(), rule=RuleFactory.create(), bulk=key)
        began = time.perf_counter()
        outcome = decide_all(Meant(choice, newest=10**9).cases()[:TOGETHER], verdict, decided)
        taken = time.perf_counter() - began
        print(f"  {outcome.done:,} cases, {verdict.label.lower():8} in one go            {taken:6.1f} s")
        began = time.perf_counter()
        back: Outcome = undo_all(key, Decided(by=mona, at=timezone.now()))
        print(f"  {back.done:,} of them taken back                     {time.perf_counter() - began:6.1f} s")
