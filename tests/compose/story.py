"""The life of a small production, step by step. A step says what it saw, or raises."""

import re
import secrets
import ssl
import time
from dataclasses import dataclass, field

from tests.compose.acts import comment, seconds_until_shown, sign_up, style_sheet, submit_article, vote_up
from tests.compose.load import going_on
from tests.compose.page import open_page
from tests.compose.stack import Stack
from tests.compose.visitor import Site, Visitor

SERVICES = ("db", "redis", "web", "live", "worker", "beat", "caddy")
# Words that no log may hold.
CANARY = "the canary sang in the mine"


@dataclass
class Production:
    stack: Stack
    redeploys: int
    site: Site
    people: list[Visitor] = field(default_factory=list)
    article: str = ""
    comments: list[int] = field(default_factory=list)

    def read(self, path: str) -> str:
        answer = Visitor(self.site).get(path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.body[:500]}"
        return answer.body


def it_refuses_a_poor_secret(production: Production) -> str:
    run_with = ("run", "--rm", "--no-deps", "-T", "--env")
    for secret in ("short", "change-me-" * 8, "ab" * 40):
        said = production.stack.refusal(*run_with, f"SECRET_KEY={secret}", "worker", "python", "manage.py", "check")
        assert "ImproperlyConfigured: SECRET_KEY" in said, said
    said = production.stack.refusal("--env-file", "/dev/null", "up")
    assert re.search(r"Set (SECRET_KEY|POSTGRES_PASSWORD|SITE_URL|EMAIL_URL) in \.env", said), said
    return ""


def its_secret_may_be_in_a_file(production: Production) -> str:
    file = production.stack.folder / "secret"
    file.write_text(secrets.token_hex(32), encoding="utf-8")
    named = (
        "--env",
        "SECRET_KEY=",
        "--env",
        "SECRET_KEY_FILE=/run/secrets/it",
        "--volume",
        f"{file}:/run/secrets/it:ro",
    )
    production.stack.compose("run", "--rm", "--no-deps", "-T", *named, "worker", "python", "manage.py", "check")
    return ""


def it_comes_up_healthy(production: Production) -> str:
    seconds = production.stack.up()
    authority = production.stack.compose("exec", "-T", "caddy", "cat", "/data/caddy/pki/authorities/local/root.crt")
    production.site = Site(production.site.url, ssl.create_default_context(cadata=authority.decode()))
    production.read("/")
    return f"after {seconds:.1f} s"


def every_service_is_confined(production: Production) -> str:
    confined = "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}"
    for service in (*SERVICES, "migrate"):
        seen = production.stack.inspect(service, confined)
        assert seen == "true [ALL] [no-new-privileges:true]", f"{service}: {seen}"
    for service in SERVICES:
        status = production.stack.compose("exec", "-T", service, "cat", "/proc/1/status").decode()
        assert re.search(r"^Uid:\s+[1-9]", status, re.MULTILINE), f"{service} runs as root"
        assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE), f"{service} has capabilities"
    return "no root, nothing to write to, no capability"


def caddy_adds_what_is_its_own(production: Production) -> str:
    visitor = Visitor(production.site)
    page = visitor.get("/")
    for name in (
        "strict-transport-security",
        "content-security-policy",
        "permissions-policy",
        "x-content-type-options",
    ):
        assert name in page.headers, f"no {name}"
    assert "server" not in page.headers
    sheet = visitor.get(style_sheet(page))
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable", sheet.headers
    assert sheet.headers["content-encoding"] == "gzip", sheet.headers
    plain = Visitor(Site(f"http://localhost:{production.stack.http_port}")).send("GET", "/", None, {})
    assert (plain.status, plain.headers["location"][:8]) == (308, "https://"), plain
    too_much = visitor.ask("POST", "/accounts/login/", {"login": "x" * 2_000_000})
    assert too_much.status == 413, too_much
    return ""


def people_sign_up_submit_comment_and_vote(production: Production) -> str:
    production.people = [sign_up(production.stack, production.site) for _ in range(3)]
    first, *others = production.people
    production.article = submit_article(first, "The river rises")
    production.comments = [comment(person, production.article, f"Indeed: {CANARY}.") for person in production.people]
    assert production.read(production.article).count(CANARY) == len(production.people)
    for person in others:
        vote_up(person, production.article, production.comments[0])
    lag = seconds_until_shown(production.site, production.article, f"{len(others)} points")
    return f"{len(production.people)} people, the tally came from the worker after {lag:.1f} s"


def every_service_restarts_in_turn(production: Production) -> str:
    told = []
    for service in SERVICES:
        with open_page(production.site, production.article) as page:
            with going_on(production.site, [production.article], production.people[:1]) as tally:
                began = time.monotonic()
                production.stack.compose("restart", service)
                production.stack.up()
                seconds = time.monotonic() - began
            assert CANARY in production.read(production.article)
            production.comments += [*tally.taken, page.hears(production.people[1])]
        told.append(f"\n      {service}: {seconds:.0f} s, {tally}; a page {page}{''.join(tally.failures[:1])}")
    return "".join(told)


def redeploys_under_load_fail_nobody(production: Production) -> str:
    stack, failures, told = production.stack, [], []
    caddy = stack.inspect("caddy", "{{.Id}} {{.State.StartedAt}}")
    for number in range(1, production.redeploys + 1):
        before = style_sheet(Visitor(production.site).get(production.article))
        release(stack, number)
        stack.compose("build", "web")
        paths = [production.article, "/", before, production.article]
        with open_page(production.site, production.article) as page:
            with going_on(production.site, paths, production.people) as tally:
                time.sleep(2)
                seconds = stack.up()
                time.sleep(2)
            after = style_sheet(Visitor(production.site).get(production.article))
            assert after != before, "the new release is not served"
            production.comments += [*tally.taken, page.hears(production.people[0])]
        failures += tally.failures
        told.append(f"\n      {number}: {seconds:.0f} s, {tally}; a page {page}")
    assert not failures, "\n".join([*told, *failures])
    assert stack.inspect("caddy", "{{.Id}} {{.State.StartedAt}}") == caddy, "Caddy was made anew, too"
    return "".join(told)


def release(stack: Stack, number: int) -> None:
    """A next version of the code and of what the pages look like."""
    with (stack.folder / "static" / "css" / "base.css").open("a", encoding="utf-8") as sheet:
        # Not a comment: those are left out of what is served.
        sheet.write(f".release-{number} {{ color: red; }}\n")
    with (stack.folder / "forum" / "__init__.py").open("a", encoding="utf-8") as module:
        module.write(f"RELEASE = {number}\n")


def what_was_taken_is_there_once(production: Production) -> str:
    rows = production.stack.ask(
        "from forum.comments.models import Comment; print(*Comment.objects.values_list('pk', flat=True))"
    )
    found = sorted(map(int, rows.split()))
    assert found == sorted(production.comments), set(found) ^ set(production.comments)
    return f"{len(found)} comments"


def all_goes_down_and_comes_up(production: Production) -> str:
    production.stack.compose("down")
    seconds = production.stack.up()
    assert CANARY in production.read(production.article)
    production.comments.append(comment(production.people[0], production.article, "Still signed in."))
    return f"healthy after {seconds:.1f} s"


def a_new_secret_logs_nobody_out(production: Production) -> str:
    environment = (production.stack.folder / ".env").read_text(encoding="utf-8")
    [old] = re.findall(r"^SECRET_KEY=(.*)$", environment, re.MULTILINE)
    production.stack.set(SECRET_KEY=secrets.token_hex(32), SECRET_KEY_FALLBACKS=old)
    production.stack.up()
    production.comments.append(comment(production.people[1], production.article, "The secret is another."))
    return ""


def a_dump_brings_it_all_back(production: Production) -> str:
    stack = production.stack
    dump = stack.compose("exec", "-T", "db", "pg_dump", "--username", "understory", "--format", "custom", "understory")
    began = time.monotonic()
    stack.compose("stop", "web", "live", "worker", "beat")
    stack.compose("exec", "-T", "db", "dropdb", "--username", "understory", "understory")
    stack.compose("exec", "-T", "db", "createdb", "--username", "understory", "understory")
    restore = ("pg_restore", "--username", "understory", "--dbname", "understory", "--exit-on-error")
    stack.compose("exec", "-T", "db", *restore, stdin=dump)
    stack.up()
    assert CANARY in production.read(production.article)
    return f"{len(dump) / 1024:.0f} kB, {time.monotonic() - began:.0f} s"


def no_log_holds_what_people_say(production: Production) -> str:
    logs = production.stack.logs(*SERVICES, "migrate")
    environment = (production.stack.folder / ".env").read_text(encoding="utf-8")
    secrets_of_it = re.findall(
        r"^(?:SECRET_KEY|SECRET_KEY_FALLBACKS|POSTGRES_PASSWORD)=(.+)$", environment, re.MULTILINE
    )
    tokens = [value for person in production.people for value in person.cookies.values()]
    found = [word for word in (CANARY, *secrets_of_it, *tokens) if word in logs]
    assert not found, found
    return f"{len(logs.splitlines())} lines"


def a_local_name_is_served_as_plain_http(production: Production) -> str:
    production.stack.set(SITE_URL=f"http://localhost:{production.stack.http_port}")
    production.stack.up()
    production.site = Site(f"http://localhost:{production.stack.http_port}")
    person = sign_up(production.stack, production.site)
    production.comments.append(comment(person, production.article, "In the clear."))
    return ""
