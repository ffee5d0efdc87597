"""What Caddy and Docker ask the web service: /livez (does this process run?) and /readyz (may it have requests?)."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class NotReady(Exception):
    """Says why."""


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Redis is not asked: without it the forum is slower, not away."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/livez":
            return plain("alive")
        if request.path_info == "/readyz":
            return plain("ready") if (reason := why_not_ready()) is None else plain(reason, status=503)
        return get_response(request)

    return respond


def why_not_ready() -> str | None:
    if (Path(settings.VAR_DIR) / "leaving").exists():  # deploy/web.sh says so before it ends
        return "leaving"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrated()
    except DatabaseError:
        return "the database does not answer"
    except NotReady as error:
        return str(error)
    return None


@cache
def require_migrated() -> None:
    """Raises NotReady. Once it was so it stays so for this process: only a release brings migrations."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("the database is not migrated")


def plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
