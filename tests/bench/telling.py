"""Telling all who watch an article: how fast, in how much memory, and what whoever posts there waits meanwhile."""

import time
import tracemalloc
from functools import partial
from pathlib import Path
from statistics import median
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.events.models import Delivery
from forum.notifications import fanning, receivers
from forum.notifications.models import FanOut, MailPlan, Notification
from forum.threads.models import Attention
from tests.bench.timing import Reader, median_ms, session_of
from tests.make import ArticleFactory, UserFactory, make_comment

WATCHERS = 50_000
TIMES = 15


def figures() -> None:
    author = UserFactory.create()
    article, quiet = ArticleFactory.create_batch(2, author=author)
    watched_by(article)
    print(f"posting, median of {TIMES} in turns: where nobody watches, and where {WATCHERS:,} do")
    taken: dict[Article, list[float]] = {quiet: [], article: []}
    for _time in range(TIMES):
        for where, times in taken.items():
            times.append(median_ms(partial(post, where, author), 1))
    print(f"  {median(taken[quiet]):6.1f} ms  {median(taken[article]):6.1f} ms")
    Delivery.objects.all().delete()
    tell_all(make_comment(on=article, by=author))
    print("a page of the inbox, and any page, of somebody with 1,000 unread")
    reader = many_unread(author)
    print(f"  {median_ms(partial(reader.get, '/notifications/'), TIMES):6.1f} ms", end="")
    print(f"  {median_ms(partial(reader.get, '/settings'), TIMES):6.1f} ms")


def watched_by(article: Article) -> None:
    people = [User(username=f"watcher{n}", email=f"watcher{n}@example.org") for n in range(WATCHERS)]
    User.objects.bulk_create(people, batch_size=5000)
    now, level = timezone.now(), Attention.Level.WATCH
    rows = [Attention(person=person, article=article, level=level, set_at=now) for person in people]
    Attention.objects.bulk_create(rows, batch_size=5000)


def post(article: Article, author: User) -> None:
    post_comment(article, author=author, text="So it does.", form_key=uuid4())


def tell_all(comment: Comment) -> None:
    receivers.tell_of_published(comment_id=comment.pk)
    fan_out = FanOut.objects.get()
    forget_peak()
    weight = memory("VmRSS")
    began, tries, longest = time.perf_counter(), 0, 0.0
    while FanOut.objects.exists():
        started = time.perf_counter()
        fanning.go_on(fan_out.pk)
        longest, tries = max(longest, time.perf_counter() - started), tries + 1
    took = time.perf_counter() - began
    grown = max(0, memory("VmHWM") - weight)
    told, planned = Notification.objects.filter(comment=comment).count(), MailPlan.objects.count()
    print(f"telling {told:,} of one comment, in batches of {fanning.BATCH:,}, and planning {planned:,} mails")
    print(f"  {took:.1f} s, {told / took:,.0f} a second, in {tries} deliveries, the longest {longest:.1f} s")
    print(f"  a process of {weight / 1024:.0f} MB, {grown / 1024:.1f} MB more at most")
    Notification.objects.filter(comment=comment).delete()
    receivers.tell_of_published(comment_id=comment.pk)
    fan_out = FanOut.objects.get()
    tracemalloc.start()
    fanning.tell_next(fan_out.pk, ends=0)
    print(f"  {tracemalloc.get_traced_memory()[1] / 2**20:.1f} MB of memory at most in a batch")
    tracemalloc.stop()


def forget_peak() -> None:
    """From here on the peak of this process is measured anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def memory(what: str) -> int:
    """In kB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{what}:")]
    return int(line.split()[1])


def many_unread(author: User) -> Reader:
    person = UserFactory.create()
    article = ArticleFactory.create(author=author)
    comments = [make_comment(on=article, by=author) for _each in range(100)]
    now = timezone.now()
    Notification.objects.bulk_create(
        [Notification(person=person, kind="watched", comment=comment, told_at=now) for comment in comments]
        + [Notification(person=person, kind="report", number=n, told_at=now) for n in range(900)]
    )
    return Reader(session_of(person))
