"""`python -m tests.compose`: the production of docs/operators.md, for real, from a clean clone of what is committed.

Where `docker compose` works it is used; else the stand-ins below ../shared (UNDERSTORY_SHARED) are, which takes root.
Nothing is left out: the first thing that is not as it should be ends it, with a traceback and exit status 1.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.compose import figures, listening, story
from tests.compose.stack import cloned, engine, run
from tests.compose.story import Production
from tests.compose.visitor import Site

STEPS: tuple[Callable[[Production], str], ...] = (
    figures.the_image_is_built,
    story.it_refuses_a_poor_secret,
    story.its_secret_may_be_in_a_file,
    story.it_comes_up_healthy,
    story.every_service_is_confined,
    story.caddy_adds_what_is_its_own,
    story.people_sign_up_submit_comment_and_vote,
    listening.an_open_page_hears_of_a_comment,
    listening.it_hears_again_whatever_was_away,
    listening.pages_that_are_left_let_go,
    listening.it_bears_all_the_streams_that_it_takes,
    figures.it_weighs,
    figures.it_answers,
    story.every_service_restarts_in_turn,
    story.redeploys_under_load_fail_nobody,
    story.what_was_taken_is_there_once,
    # Twice: what follows begins new logs.
    story.no_log_holds_what_people_say,
    story.all_goes_down_and_comes_up,
    story.a_new_secret_logs_nobody_out,
    story.a_dump_brings_it_all_back,
    story.what_was_taken_is_there_once,
    story.a_local_name_is_served_as_plain_http,
    story.no_log_holds_what_people_say,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.compose", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave it running at the end, to look at")
    parser.add_argument("--redeploys", type=int, default=5, metavar="N", help="under load (5)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="understory-proof-")) / "understory"
    with engine(keep=options.keep) as environment, cloned(environment, folder, keep=options.keep) as stack:
        print(f"{run('git', 'log', '-1', '--format=%h %s').decode().strip()}, cloned to {folder}", flush=True)
        production = Production(stack, options.redeploys, Site(f"https://localhost:{stack.https_port}"))
        for step in STEPS:
            take(step, production)
    print("All of it is as it should be.")


def take(step: Callable[[Production], str], production: Production) -> None:
    began = time.monotonic()
    try:
        said = step(production)
    except Exception:
        print(production.stack.compose("logs", "--tail", "20", *story.SERVICES).decode(errors="replace"), flush=True)
        raise
    name = step.__name__.replace("_", " ")
    print(f"ok  {name}{': ' if said else ''}{said} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
