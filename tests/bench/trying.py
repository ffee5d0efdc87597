"""Trials of automatic rules over an article of 100,000 comments."""

import time
from datetime import timedelta

from forum.comments.models import CommentBody
from moderation.conditions import Conditions
from moderation.trying import PERIODS, try_rule
from tests.bench.forest import grow, random_shapes, real_shapes
from tests.make import LONG_AGO, UserFactory

COMMENTS = 100_000
DRAFTS = {
    "a pattern": Conditions(pattern=r"pills|casino|free (of|from) charge"),
    "nine conditions": Conditions(
        pattern="gauge",
        links_at_least=1,
        hosts=("example.org",),
        newer_than_days=30,
        fewer_comments_than=10,
        standing_below=5,
        rate_at_least=3,
        heat_at_least=5,
        repeats_at_least=1,
    ),
}


def figures() -> None:
    print(f"trials over {COMMENTS:,} comments")
    grow(COMMENTS, author=UserFactory.create(username="author"), shapes=real_shapes() or random_shapes(), seed=0)
    # As if they had been sent here: what was imported is left out of trials.
    CommentBody.objects.update(imported_with=None, imported_id=None)
    for what, draft in DRAFTS.items():
        began, computed = time.perf_counter(), time.process_time()
        found = try_rule(draft, period=PERIODS[90], now=LONG_AGO + timedelta(days=3))
        taken, computed = time.perf_counter() - began, time.process_time() - computed
        print(
            f"  {what:16} {taken:6.1f} s, {computed:4.1f} of them here; {found.count:,} of {found.looked_at:,} caught"
        )
