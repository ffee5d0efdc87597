"""Light, dark, or as the system has it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_passer_by_can_choose_the_dark(client: Client) -> None:
    client.post("/settings/theme", {"theme": "dark"})

    assert '<html lang="en" data-theme="dark">' in client.get("/settings").content.decode()


def test_the_system_decides_until_somebody_does(client: Client) -> None:
    assert '<html lang="en">' in client.get("/settings").content.decode()


def test_going_back_to_the_system_forgets_the_choice(client: Client) -> None:
    client.post("/settings/theme", {"theme": "light"})

    client.post("/settings/theme", {"theme": ""})

    assert '<html lang="en">' in client.get("/settings").content.decode()


def test_the_page_shows_the_choice_that_was_made(client: Client) -> None:
    client.post("/settings/theme", {"theme": "light"})

    page = client.get("/settings")

    assert page.context["form"]["theme"].value() == "light"


def test_choosing_leads_back_to_where_one_was(client: Client) -> None:
    answer = client.post("/settings/theme", {"theme": "dark", "next": "/a/7?order=oldest"})

    assert answer["Location"] == "/a/7?order=oldest"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_choosing_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/settings/theme", {"theme": "dark", "next": elsewhere})

    assert answer["Location"] == "/settings"


def test_an_unknown_theme_is_refused(client: Client) -> None:
    answer = client.post("/settings/theme", {"theme": "<script>"})

    assert answer.status_code == 422
    assert "theme" not in answer.cookies


@pytest.mark.parametrize("forged", ["solarized", '"><script>', "DARK"])
def test_a_forged_cookie_changes_nothing(client: Client, forged: str) -> None:
    client.cookies["theme"] = forged

    assert '<html lang="en">' in client.get("/settings").content.decode()


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/settings/theme", {"theme": "dark"}).status_code == 403
