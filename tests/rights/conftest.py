import pytest

from accounts.models import User
from tests.rights.things import PASSWORD, Cast


@pytest.fixture
def cast(carol: User, bob: User, mona: User, ada: User) -> Cast:
    """By role. Bob wrote whatever it is about."""
    cast = {"reader": carol, "author": bob, "moderator": mona, "admin": ada}
    for person in cast.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return cast
