"""What pages that are open hear, how they hear again when the live service was away, and how many of them it bears."""

import json
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from statistics import median, quantiles

from tests.compose.acts import comment
from tests.compose.load import WRITING
from tests.compose.page import open_page
from tests.compose.stack import Stack
from tests.compose.story import Production

COMMENTS = 10
# Of one address; so it is for all of this proof.
MOST_OF_A_NETWORK = 100
# Of the 2,000 that docs/operators.md speaks of, all but those of pages that the proof has open.
STREAMS = 1980


def an_open_page_hears_of_a_comment(production: Production) -> str:
    written: list[int] = []
    with open_page(production.site, production.article) as page:
        for _comment in range(COMMENTS):
            written.append(page.hears(production.people[0]))
            time.sleep(WRITING)
        moments = written_at(production.stack, written)
        delays = [page.waits_for(page.topic, since=at) - at for at in moments]
    production.comments += written
    return f"median {median(delays):.2f} s, longest {max(delays):.2f} s after it was written"


def written_at(stack: Stack, comments: list[int]) -> list[float]:
    """Some milliseconds before each was committed."""
    rows = f"Comment.objects.filter(pk__in={comments}).order_by('pk').values_list('created_at', flat=True)"
    lines = stack.ask(f"from forum.comments.models import Comment; print(*map(lambda at: at.isoformat(), {rows}))")
    return [datetime.fromisoformat(word).timestamp() for word in lines.split()]


def it_hears_again_whatever_was_away(production: Production) -> str:
    return "".join(f"\n      {act.__name__.replace('_', ' ')}: {after(act, production)}" for act in LOSSES)


def after(act: Callable[[Stack], None], production: Production) -> str:
    with open_page(production.site, production.article) as page:
        began = time.time()
        act(production.stack)
        page.waits_for("end", since=began)
        production.comments.append(page.hears(production.people[0]))
        return str(page)


def live_is_restarted(stack: Stack) -> None:
    stack.compose("restart", "live")


def its_worker_is_killed(stack: Stack) -> None:
    kill = "import os, pathlib; os.kill(int(pathlib.Path('/proc/1/task/1/children').read_text().split()[-1]), 9)"
    stack.compose("exec", "-T", "live", "python", "-c", kill)


def it_is_stopped_for_a_while(stack: Stack) -> None:
    stack.compose("stop", "live")
    time.sleep(20)
    stack.up()


LOSSES = (live_is_restarted, its_worker_is_killed, it_is_stopped_for_a_while)


def pages_that_are_left_let_go(production: Production) -> str:
    """And nobody writes a line about each."""
    lines = production.stack.logs("caddy")
    for _page in range(MOST_OF_A_NETWORK + 20):
        with open_page(production.site, production.article) as page:
            pass
        assert not page.refused, page.refused
    assert production.stack.logs("caddy") == lines
    return ""


def it_bears_all_the_streams_that_it_takes(production: Production) -> str:
    """Within the memory and the open files that it is given. Read beside it: one network may not have so many."""
    stack, number = production.stack, production.article.split("/")[2]
    beside = f"--network=container:{stack.inspect('live', '{{.Id}}')}"
    script = f"--volume={stack.folder / 'tests' / 'bench' / 'crowd.py'}:/crowd.py:ro"
    command = ["docker", "run", "--rm", "--interactive", beside, script, "--ulimit=nofile=8192", "understory"]
    crowd = subprocess.Popen(
        [*command, "python", "/crowd.py", "8001", number, str(STREAMS)],
        env=stack.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert crowd.stdout
    opened = json.loads(crowd.stdout.readline())
    weight = stack.weights()["live"]
    written = []
    for _comment in range(COMMENTS):
        written.append(comment(production.people[0], production.article, "Is anybody there?"))
        time.sleep(WRITING)
    heard = json.loads(crowd.communicate("\n", timeout=120)[0])
    production.comments += written
    moments = written_at(stack, written)
    delays = [min(at for at in times if at >= moment) - moment for moment in moments for times in heard]
    return (
        f"{opened['back']} within {opened['seconds']:.0f} s and {weight}; "
        f"a comment reached them after {median(delays):.2f} s, p95 {quantiles(delays, n=20)[-1]:.2f}, "
        f"the last after {max(delays):.2f}"
    )
