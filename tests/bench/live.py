"""Streams that are open: what one of them weighs, and how long it takes from a commit until all have heard.

The readers are another process, so that none waits for the other's turn; all of them share this machine's cores.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import override_settings

from forum.articles.models import Article
from forum.lib.redis import redis
from tests.faults.processes import eventually
from tests.faults.streams import free_port, live_service
from tests.make import ArticleFactory, make_comment
from tests.services import running

STREAMS, COMMENTS, APART = 1000, 20, 1.5


def figures() -> None:
    if connection.vendor != "postgresql":
        print("live: there are no streams without Redis")
        return
    print(f"live, {STREAMS} streams")
    article = ArticleFactory.create()
    with running("valkey") as services, TemporaryDirectory() as folder:
        redis.cache_clear()
        with override_settings(REDIS_URL=services["valkey"].url):
            measure(article, services["valkey"].url, Path(folder) / "live.log")
        redis.cache_clear()


def measure(article: Article, redis_url: str, log: Path) -> None:
    port = free_port()
    with live_service(redis_url, log, port=port, TRUSTED_PROXIES="1") as granian:
        worker = child_of(granian)
        before = resident(worker)
        with readers(port, article) as crowd:
            opened = wait_for_line(crowd)
            print(f"  all of them opened in {opened['seconds']:.1f} s, {opened['back']} hear")
            grown = resident(worker) - before
            print(f"  the process: {before / 1024:.0f} MB, and {grown / STREAMS:.1f} kB a stream")
            commits = []
            for _comment in range(COMMENTS):
                make_comment(on=article)
                commits.append(time.time())
                time.sleep(APART)
            heard = finish(crowd)
    delays = delays_of(commits, heard)
    p50, p95 = statistics.median(delays), statistics.quantiles(delays, n=20)[-1]
    share = len(delays) / (STREAMS * COMMENTS)
    longest = max(delays)
    print(f"  from commit to arrival: median {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f}, longest {longest * 1000:.0f}")
    print(f"  {share:.2%} of {STREAMS * COMMENTS:,} arrived as a message of their own")


def delays_of(commits: list[float], heard: list[list[float]]) -> list[float]:
    """Of each commit and stream that heard of it before the next."""
    delays = []
    for times in heard:
        for number, at in enumerate(commits):
            until = commits[number + 1] if number + 1 < len(commits) else at + APART
            # A message may be there before make_comment has returned.
            delays += [max(0.0, arrived - at) for arrived in times if at - 0.2 <= arrived < until - 0.2][:1]
    return delays


def child_of(pid: int) -> int:
    """The worker of granian, which is what keeps the streams."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    assert eventually(lambda: bool(path.read_text().split()), within=10)
    return int(path.read_text().split()[-1])


def resident(pid: int) -> int:
    """In kB."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


def readers(port: int, article: Article) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bench.crowd", str(port), str(article.pk), str(STREAMS)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for_line(crowd: "subprocess.Popen[str]") -> dict[str, float]:
    assert crowd.stdout
    answer: dict[str, float] = json.loads(crowd.stdout.readline())
    return answer


def finish(crowd: "subprocess.Popen[str]") -> list[list[float]]:
    told, _nothing = crowd.communicate("\n", timeout=60)
    answer: list[list[float]] = json.loads(told)
    return answer
