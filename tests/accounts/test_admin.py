"""People on the operators' pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.make import UserFactory
from tests.operators import act, hearing, told

pytestmark = pytest.mark.django_db

PEOPLE = "accounts/user"


@pytest.fixture
def desk(ada: User, browse: Callable[[User], Client]) -> Client:
    return browse(ada)


def found(client: Client, question: str) -> list[str]:
    return [person.name for person in client.get(f"/admin/{PEOPLE}/?{question}").context["cl"].result_list]


@pytest.mark.parametrize("role", User.Role)
def test_a_role_is_given_by_the_verb(role: User.Role, desk: Client, ada: User) -> None:
    before = next(other for other in User.Role if other != role)
    person = UserFactory.create(role=before)

    with hearing("role_set") as heard:
        answer = act(desk, PEOPLE, f"make_{role}", person)

        assert heard() == [("role_set", {"user_id": person.pk, "by_id": ada.pk})]
    assert told(answer) == [f"Role: {role.label}. Rows: 1."]
    assert User.objects.get(pk=person.pk).role == role


def test_accounts_are_closed_and_opened_by_the_verbs(desk: Client, bob: User) -> None:
    with hearing("account_closed", "account_reopened") as heard:
        assert told(act(desk, PEOPLE, "close", bob)) == ["Closed. Rows: 1."]
        assert not User.objects.get(pk=bob.pk).is_active
        assert told(act(desk, PEOPLE, "reopen", bob)) == ["Opened again. Rows: 1."]

        assert [name for name, _ids in heard()] == ["account_closed", "account_reopened"]
    assert User.objects.get(pk=bob.pk).is_active


@pytest.mark.parametrize("action", ["make_reader", "close"])
def test_admins_leave_themselves_and_placeholders_as_they_are(action: str, desk: Client, ada: User) -> None:
    placeholder = UserFactory.create(imported_source="n4g", imported_name="gangsta_red", role=User.Role.MODERATOR)
    before = list(User.objects.order_by("pk").values())

    answer = act(desk, PEOPLE, action, ada, placeholder)

    assert told(answer)[-1].endswith(": 2.")
    assert list(User.objects.order_by("pk").values()) == before


def test_people_are_found_by_their_whole_name_or_address_else_by_a_part(desk: Client, bob: User) -> None:
    UserFactory.create(username="bobby", email="robert@example.net")
    UserFactory.create(imported_source="n4g", imported_name="Gangsta Red")

    assert found(desk, "q=Bob") == found(desk, "q=BOB@example.org") == found(desk, f"q=u{bob.pk}") == ["bob"]
    assert found(desk, "q=bobb") == found(desk, "q=example.net") == ["bobby"]
    assert found(desk, "q=Gangsta+Red") == found(desk, "q=gangsta") == ["Gangsta Red"]
    assert found(desk, "q=nobody") == []


def test_people_are_sieved_by_role_and_by_whether_they_may_log_in(desk: Client, mona: User, bob: User) -> None:
    UserFactory.create(username="gone", is_active=False)

    assert found(desk, "role__exact=moderator") == ["mona"]
    assert found(desk, "is_active__exact=0") == ["gone"]
    assert found(desk, "role__exact=reader&is_active__exact=1") == ["bob"]


def test_no_page_shows_what_a_password_was_made_into(desk: Client, ada: User) -> None:
    pages = [f"/admin/{PEOPLE}/", f"/admin/{PEOPLE}/{ada.pk}/change/", f"/admin/{PEOPLE}/{ada.pk}/history/"]

    assert not any(ada.password in desk.get(page).content.decode() for page in pages)
