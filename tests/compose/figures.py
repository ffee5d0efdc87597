"""What it weighs and how fast it is: for docs/decisions/0010-production.md."""

import time

from tests.compose.acts import style_sheet
from tests.compose.load import going_on
from tests.compose.stack import run
from tests.compose.story import SERVICES, Production
from tests.compose.visitor import Visitor

SECONDS_EACH = 5.0
READERS = 4


def the_image_is_built(production: Production) -> str:
    production.stack.compose("build", "--quiet")
    size = run(
        "docker", "image", "inspect", "--format", "{{.Size}}", "understory", environment=production.stack.environment
    )
    base = run(
        "docker",
        "image",
        "inspect",
        "--format",
        "{{.Size}}",
        "python:3.13-slim",
        environment=production.stack.environment,
    )
    return f"{int(size) / 1e6:.0f} MB, of it {int(base) / 1e6:.0f} MB python:3.13-slim"


def it_weighs(production: Production) -> str:
    seen = production.stack.weights()
    return ", ".join(f"{service} {seen[service]}" for service in SERVICES)


def it_answers(production: Production) -> str:
    sheet = style_sheet(Visitor(production.site).get(production.article))
    return ", ".join(
        f"{path} {requests_a_second(production, path):.0f}/s" for path in ("/livez", production.article, sheet)
    )


def requests_a_second(production: Production, path: str) -> float:
    """As fast as a few readers can ask on the machine that also answers: rough, and low."""
    began = time.monotonic()
    with going_on(production.site, [path] * READERS, [], pause=0.0) as tally:
        time.sleep(SECONDS_EACH)
    assert not tally.failures, tally.failures[0]
    return tally.done / (time.monotonic() - began)
