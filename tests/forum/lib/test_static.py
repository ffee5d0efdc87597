"""What is collected is what is served: one style sheet, and modules that name each other by their hashes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from forum.lib.static import quiet

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "forum.lib.static.OnePieceStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def hashed_names(collected: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return names


def served(collected: Path, name: str) -> str:
    """What a browser gets that asks for `name` by the address that the pages give it."""
    return (collected / hashed_names(collected)[name]).read_text()


# What its own pages alone load.
BY_THEMSELVES = {"queue.css"}


def test_each_style_sheet_is_one_file_and_every_piece_is_in_one(collected: Path) -> None:
    sheets = {name: served(collected, f"css/{name}") for name in ("main.css", "pages.css")}

    assert "@import" not in "".join(sheets.values())
    for part in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        if part.name not in sheets | dict.fromkeys(BY_THEMSELVES, ""):
            words = quiet(part.name, part.read_text()).strip()
            assert sum(words in sheet for sheet in sheets.values()) == 1, part.name


def test_the_order_of_layers_comes_first(collected: Path) -> None:
    assert served(collected, "css/main.css").startswith("@layer reset, tokens, base,")


def test_nobody_downloads_our_comments(collected: Path) -> None:
    for name in hashed_names(collected):
        if re.fullmatch(r"(css|js)/.*", name):
            assert "/*" not in served(collected, name), name
            assert not re.search(r"^\s*//", served(collected, name), re.MULTILINE), name


def test_what_is_no_comment_stays() -> None:
    script = '/* Why. */\nconst url = "https://a.example/*"; // kept\n  // gone\nconst re = /\\/\\*/;\n'

    assert quiet("x.js", script) == 'const url = "https://a.example/*"; // kept\nconst re = /\\/\\*/;\n'
    assert quiet("x.js", "/* a */ one();\ntwo();\n/* b */\n") == "/* a */ one();\ntwo();\n"
    assert quiet("x.css", "/* Why. */\na { color: red; /* so */ }") == "a { color: red; }"


def test_modules_name_each_other_by_their_hashes(collected: Path) -> None:
    script = served(collected, "js/main.js")
    names = re.findall(r'import\(?"(.+?)"', script)

    assert names
    for name in names:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name)
        assert (collected / "js" / name).exists()


def test_what_only_the_page_loads_is_a_block_of_its_script(collected: Path) -> None:
    script = served(collected, "js/main.js")

    assert re.findall(r'^import"\./behaviors/(\w+)\.', script, re.MULTILINE) == ["failures"], "others take from it"
    for name in ("composer", "keep-text", "quoting"):
        words = (settings.BASE_DIR / "static" / "js" / "behaviors" / f"{name}.js").read_text()
        assert quiet("x.js", words).rstrip().splitlines()[-1] in script


def test_every_behaviour_is_loaded_by_the_page_or_by_another_when_it_is_needed(collected: Path) -> None:
    folder = settings.BASE_DIR / "static" / "js"
    behaviours = [path.stem for path in (folder / "behaviors").glob("*.js")]

    main = (folder / "main.js").read_text()
    later = served(collected, "js/main.js")
    pages = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))

    loaded = [
        name
        for name in behaviours
        if f'import "./behaviors/{name}.js"' in main
        or re.search(rf'import\("\./behaviors/{name}\.[0-9a-f]{{12}}\.js"\)', later)
        or f"js/behaviors/{name}.js" in pages
    ]
    assert loaded == behaviours


def test_collecting_again_changes_nothing(collected: Path) -> None:
    before = (collected / "staticfiles.json").read_text()

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (collected / "staticfiles.json").read_text() == before


def test_what_is_sent_is_compressed_beforehand(collected: Path) -> None:
    names = hashed_names(collected)

    for name in ("css/main.css", "js/main.js", "vendor/htmx-4.0.1.min.js"):
        assert (collected / f"{names[name]}.br").exists()
