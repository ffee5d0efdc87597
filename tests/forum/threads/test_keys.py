"""What the keys do, on a page and in a dialog over any other."""

import pytest
from django.test import Client

from accounts.models import User
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


def test_the_keys_have_a_page_and_for_htmx_a_piece_of_one(client: Client) -> None:
    page, piece = read(client, "/keys"), read(client, "/keys", htmx=True)

    assert "n Next new comment" in text_of(page)
    assert "n Next new comment" in text_of(piece)
    assert "<html" in page
    assert "<html" not in piece


def test_who_has_an_account_is_told_of_the_settings(client: Client, bob: User) -> None:
    before = read(client, "/keys")
    client.force_login(bob)

    assert 'in your <a href="/settings">' in read(client, "/keys")
    assert 'in your <a href="/settings">' not in before
