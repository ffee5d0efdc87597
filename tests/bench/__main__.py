"""`./dev bench`: the figures that docs/ quotes, on both databases: medians, every page beside a constant one.

    ./dev bench                      everything, on both databases
    ./dev bench --on postgres pages  one section, on one of them

Nothing here passes or fails. A machine that does other work meanwhile makes all times longer, and the ratios least.
"""

import argparse
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.run import backing_services, common_environment

SECTIONS = ("pages", "finding", "front", "planting", "posting", "telling", "markdown", "votes", "queue", "trying")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", allow_abbrev=False)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; all of them if none")
    parser.add_argument("--on", choices=["sqlite", "postgres"], help="on this database only")
    options = parser.parse_args()
    unknown = sorted(set(options.sections) - set(SECTIONS))
    if unknown:
        parser.error(f"no section {unknown[0]}: there are {', '.join(SECTIONS)}")
    failed = False
    with ExitStack() as stack:
        for database in [options.on] if options.on else ["sqlite", "postgres"]:
            its_own = stack.enter_context(backing_services()) if database == "postgres" else {}
            print(f"-- {database}, {os.cpu_count()} cores --", flush=True)
            command = [sys.executable, "-m", "tests.bench.figures", *(options.sections or SECTIONS)]
            environment = common_environment(full=False) | its_own | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
            failed |= subprocess.run(command, cwd=Path(__file__).parents[2], env=environment).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
