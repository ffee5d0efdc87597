"""No page has what axe calls a violation, by day or by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.conftest import Open

both_themes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def violations(page: Page) -> list[str]:
    """What axe finds, one line each: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} x{len(rule['nodes'])}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@both_themes
@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/signup/", "/settings", "/nothing/here"],
)
def test_no_violation_for_a_passer_by(visit: Open, path: str, dark: bool) -> None:
    assert violations(visit(path, dark=dark)) == []


@both_themes
@pytest.mark.parametrize(
    "path",
    ["/accounts/logout/", "/settings"],
)
def test_no_violation_for_someone_logged_in(visit: Open, bob: User, path: str, dark: bool) -> None:
    assert violations(visit(path, by=bob, dark=dark)) == []
