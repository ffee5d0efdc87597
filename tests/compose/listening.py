"""A page that is open, and hears through Caddy what others write."""

import re
import time

from tests.compose.acts import comment
from tests.compose.story import Production
from tests.compose.visitor import Visitor

PATIENCE = 10.0


def an_open_page_hears_of_a_comment(production: Production) -> str:
    found = re.search(r"/a/(\d+)", production.article)
    assert found, production.article
    visitor = Visitor(production.site)
    visitor.connection.request("GET", f"/live/stream?a={found[1]}", headers={"Accept-Encoding": "gzip, zstd"})
    stream = visitor.connection.getresponse()
    named = {name.lower(): value for name, value in stream.getheaders()}
    assert stream.status == 200, stream.status
    assert named["content-type"] == "text/event-stream", named
    assert "content-encoding" not in named, named

    def wait_for(topic: str) -> float:
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if stream.readline().startswith(f"data: {topic} ".encode()):
                return time.monotonic() - began
        raise AssertionError(f"{topic} was not heard of within {PATIENCE} s")

    wait_for("back")
    production.comments.append(comment(production.people[0], production.article, "Is anybody there?"))
    seconds = wait_for(f"a{found[1]}")
    visitor.connection.close()
    return f"{seconds:.2f} s after it was posted"
