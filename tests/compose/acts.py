"""What people do on the site. Each act asserts that it was done."""

import re
from itertools import count

from tests.compose.stack import Stack
from tests.compose.visitor import Answer, Site, Visitor

PASSWORD = "correct horse, and so on"
numbers = count(1)


def new_person(stack: Stack, site: Site) -> Visitor:
    """Somebody who is signed in."""
    name = f"person{next(numbers)}"
    stack.manage("create_admin", name, "--password-file", "/dev/stdin", stdin=PASSWORD.encode())
    visitor = Visitor(site)
    answer = visitor.submit("/accounts/login/", "/accounts/login/", login=name, password=PASSWORD)
    assert answer.status == 200, answer
    assert name in answer.body, f"{name} is not signed in:\n{answer.body}"
    return visitor


def submit_article(stack: Stack, title: str) -> str:
    """Its path."""
    return stack.ask(
        "from accounts.models import User; from forum.articles.models import Article; "
        "author = User.objects.earliest('pk'); "
        f"article = Article.objects.create(title={title!r}, author=author, html='<p>It rained.</p>'); "
        "print(article.get_absolute_url())"
    )


def comment(visitor: Visitor, article: str, text: str) -> int:
    """Its number."""
    [number] = re.findall(r"^/a/(\d+)", article)
    answer = visitor.submit(f"/a/{number}/comments/new", "/comments/new", text=text)
    assert answer.status == 200, f"{answer.status} {answer.body[:500]}"
    [pk] = re.findall(r"#c(\d+)$|/c/(\d+)", answer.url)[:1] or [("", "")]
    assert any(pk), f"it led to {answer.url}"
    return int("".join(pk))


def style_sheet(page: Answer) -> str:
    """The path of the page's own, whose name changes with what is in it."""
    [path] = re.findall(r'href="(/static/css/main\.[0-9a-f]+\.css)"', page.body)
    return str(path)
