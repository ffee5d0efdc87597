import pytest

from accounts.models import User
from tests.rights.things import Cast


@pytest.fixture
def cast(carol: User, bob: User, mona: User, ada: User) -> Cast:
    """By role. Bob wrote whatever it is about."""
    return {"reader": carol, "author": bob, "moderator": mona, "admin": ada}
