"""What the project says about itself, held against what it is."""

import re
from pathlib import Path

import pytest

from tests import check
from tests.report import Report
from tests.run import NOT_OURS, summary

ROOT = Path(__file__).parent.parent


def test_every_setting_is_in_the_example_environment() -> None:
    settings = "".join((ROOT / "forum" / name).read_text(encoding="utf-8") for name in ("settings.py", "env.py"))
    production = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    read = {*re.findall(r'env_\w+\(\s*"([A-Z0-9_]+)"', settings), *re.findall(r"\$\{([A-Z0-9_]+)", production)}

    assert sorted(NOT_OURS) == sorted(read)


def test_unnamed_migration_fails_the_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    migrations = tmp_path / "forum" / "votes" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_initial.py").touch()
    before = check.names_of_migrations()

    (migrations / "0002_alter_vote_value_and_more.py").touch()

    assert before == ""
    assert "0002_alter_vote_value_and_more.py" in check.names_of_migrations()


def test_lock_that_lacks_a_dependency_or_names_a_host_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["one[extra]>=2"]\n[dependency-groups]\ndev = ["two>=1"]\n', encoding="utf-8"
    )
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "prod.txt").write_text("one==2.1 \\\n    --hash=sha256:0\n", encoding="utf-8")
    (tmp_path / "requirements" / "dev.txt").write_text("two==1.0\n", encoding="utf-8")
    before = check.locks()

    (tmp_path / "requirements" / "prod.txt").write_text("one==1.9 \\\n    --hash=sha256:0\n", encoding="utf-8")
    (tmp_path / "requirements" / "dev.txt").write_text("--index-url https://x.example\ntwo==1.0\n", encoding="utf-8")

    assert before == ""
    assert "prod.txt has no one" in check.locks()
    assert "dev.txt names a download host" in check.locks()


def test_closing_line_sums_both_databases(capsys: pytest.CaptureFixture[str]) -> None:
    sqlite, postgres = Report(passed=3, skipped={"No browser.": 2}), Report(passed=4, failed=1)

    status = summary([sqlite, postgres])

    assert capsys.readouterr().out.splitlines() == ["skipped 2: No browser.", "7 passed, 1 failed, 2 skipped"]
    assert status == 1


def test_run_of_no_test_fails() -> None:
    assert summary([Report(), Report()]) == 1
