"""./dev manage create_admin"""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("quite long enough\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("flags", "role"), [([], User.Role.ADMIN), (["--moderator"], User.Role.MODERATOR)])
def test_the_first_of_a_new_site(
    flags: list[str], role: str, password_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_admin", "dora", "--password-file", str(password_file), *flags)

    dora = User.objects.get(username="dora")
    assert dora.role == role
    assert dora.check_password("quite long enough")
    assert "dora can log in now" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["-dora", "bob", "BOB", "source:0"])
def test_a_name_that_will_not_do_is_refused(name: str, password_file: Path, bob: User) -> None:
    with pytest.raises(CommandError):
        call_command("create_admin", f"--password-file={password_file}", "--", name)

    assert User.objects.count() == 1


def test_a_common_password_is_refused(password_file: Path) -> None:
    password_file.write_text("password", encoding="utf-8")

    with pytest.raises(CommandError, match="too common"):
        call_command("create_admin", "dora", "--password-file", str(password_file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere cannot be read"):
        call_command("create_admin", "dora", "--password-file", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("again", ["quite long enough", "something else"])
def test_without_a_file_it_asks_twice(again: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["quite long enough", again])
    monkeypatch.setattr("accounts.management.commands.create_admin.getpass", lambda _prompt: next(answers))

    if again == "quite long enough":
        call_command("create_admin", "dora")
    else:
        with pytest.raises(CommandError, match="differ"):
            call_command("create_admin", "dora")

    assert User.objects.exists() == (again == "quite long enough")
