"""People: what the database promises of their names, and whom a file names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User, placeholder_username
from accounts.names import username_validators
from tests.make import UserFactory


def is_refused_as_name(name: str) -> bool:
    try:
        for validate in username_validators:
            validate(name)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("name", ["bo", "Bob", "bob_2", "_bob-", "42", "x" * 30])
def test_names_of_letters_digits_and_lines_can_be_chosen(name: str) -> None:
    assert not is_refused_as_name(name)


@pytest.mark.parametrize(
    "name", ["", "b", "x" * 31, "-bob", "bob smith", "bob\n", "bób", "b\u0585b", "bob@home", "a:b", "bob.", "/bob"]
)
def test_other_names_cannot(name: str) -> None:
    assert is_refused_as_name(name)


@pytest.mark.parametrize(("source", "name"), [("n4g", "bob"), ("", ""), ("n4g", "x" * 500), ("a", "é\n:")])
def test_nobody_can_sign_up_as_somebody_whom_a_file_names(source: str, name: str) -> None:
    username = placeholder_username(source, name)

    assert is_refused_as_name(username)
    assert len(username) <= 64


def test_a_placeholders_user_name_depends_on_its_source_and_its_name() -> None:
    people = [("a", "bob"), ("b", "bob"), ("a", "Bob"), ("a", ""), ("", "a"), ("ab", "ob")]

    assert len({placeholder_username(*person) for person in people}) == len(people)
    assert placeholder_username("a", "bob") == placeholder_username("a", "bob")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bob", "BOB", "Bob"])
def test_a_name_is_taken_in_any_case(name: str, bob: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(username=name)


@pytest.mark.django_db
def test_an_address_is_taken_in_any_case_and_none_by_many(bob: User) -> None:
    UserFactory.create_batch(2, email="")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(email="Bob@Example.org")


@pytest.mark.django_db
def test_a_source_has_one_placeholder_of_a_name_and_accounts_are_none() -> None:
    UserFactory.create(imported_source="a", imported_name="bob")
    UserFactory.create(imported_source="b", imported_name="bob")
    UserFactory.create(imported_source="a", imported_name="Bob")
    UserFactory.create_batch(2)

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(imported_source="a", imported_name="bob")


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"imported_source": "a"}, {"imported_name": "bob"}])
def test_a_placeholder_has_both_a_source_and_a_name(half: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(**half)


@pytest.mark.django_db
def test_people_log_in_with_their_name_in_any_case(bob: User) -> None:
    assert User.objects.get_by_natural_key("BOB") == bob
    assert bob.check_password("bob's own")
    assert not bob.check_password("Bob's own")


def test_readers_see_the_name_that_a_file_gave_and_else_the_user_name() -> None:
    assert str(User(username="bob")) == "bob"
    assert str(User(username="source:1", imported_source="a", imported_name="Bob Smith")) == "Bob Smith"
    assert str(User(username="source:2", imported_source="a", imported_name="")) == ""


def test_roles_say_who_moderates_and_who_runs_the_forum() -> None:
    reader, moderator, admin = (User(role=role) for role in User.Role)

    assert [person.moderates for person in (reader, moderator, admin)] == [False, True, True]
    assert [person.is_staff for person in (reader, moderator, admin)] == [False, False, True]
    assert [person.is_superuser for person in (reader, moderator, admin)] == [False, False, True]


@pytest.mark.parametrize("role", User.Role)
@pytest.mark.parametrize("is_active", [True, False])
def test_only_an_active_admin_may_do_what_admins_do(role: User.Role, is_active: bool) -> None:
    person = User(role=role, is_active=is_active)
    may = role == User.Role.ADMIN and is_active

    assert (person.has_perm("comments.change_comment"), person.has_module_perms("comments")) == (may, may)
