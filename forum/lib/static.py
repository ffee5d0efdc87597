"""Static files as they are served: hashed, compressed, without our comments, and what each page loads in one piece."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In development the browser follows the imports one by one; served, each would cost a round trip before the page shows.
SHEETS = ("css/main.css", "css/pages.css")
SCRIPT = "js/main.js"
# What is said to those who read the source: a quarter of what a browser would get. In a script only what has lines of
# its own, which can be nothing but a comment.
OURS = re.compile(r"(css|js)/.*\.(css|js)")
BLOCK = r"/\*(?:(?!\*/).)*\*/"
SAID = {
    "css": re.compile(rf"{BLOCK}\s*", re.DOTALL),
    "js": re.compile(rf"^[ \t]*(?:{BLOCK}|//[^\n]*)\n", re.DOTALL | re.MULTILINE),
}
IMPORT = re.compile(r'@import "(?P<name>[\w.-]+)";')
MODULE = re.compile(r'^import "(?P<name>\./[\w./-]+)";\n', re.MULTILINE)
# A module that gives something to others, or takes from them, stays a file: it is loaded once, whoever asks first.
SHARED = re.compile(r"^(import|export)\b", re.MULTILINE)
LATER = re.compile(r'\bimport\("(?P<name>\.[\w./-]+)"\)')

type Paths = dict[str, tuple[Storage, str]]
# The name of a file, the name that it is served by, and whether it was changed, or why it could not be.
type Outcome = tuple[str, str, bool] | tuple[str, None, RuntimeError]


class OnePieceStorage(CompressedManifestStaticFilesStorage):
    # A module names the others by their hashed names, so that a new one is never mixed with an old one.
    support_js_module_import_aggregation = True

    def post_process(self, paths: Paths, dry_run: bool = False, **options: object) -> Iterator[Outcome]:
        memory = InMemoryStorage()
        for name in filter(OURS.fullmatch, paths):
            memory.save(name, ContentFile(quiet(name, in_one_piece(paths, name))))
            paths[name] = (memory, name)
        outcomes: Iterator[Outcome] = super().post_process(paths, dry_run=dry_run, **options)  # type: ignore[no-untyped-call]  # whitenoise has no types
        yield from outcomes


def quiet(name: str, text: str) -> str:
    """A script or a sheet without its comments."""
    return SAID[name.rpartition(".")[2]].sub("", text)


def in_one_piece(paths: Paths, name: str) -> str:
    """A file, with what it imports put in its place where that saves a page a round trip."""
    if name in SHEETS:
        return IMPORT.sub(lambda found: read(paths, join(dirname(name), found["name"])), read(paths, name))
    if name == SCRIPT:
        return MODULE.sub(lambda found: put_in(paths, found), read(paths, name))
    return read(paths, name)


def put_in(paths: Paths, found: re.Match[str]) -> str:
    """A module as a block of the script that imports it, or that import where it has to stay a module.

    Modules are strict: what a block declares stays in it.
    """
    text = read(paths, join(dirname(SCRIPT), normpath(found["name"])))
    if SHARED.search(text):
        return found[0]
    folder = dirname(found["name"])
    moved = LATER.sub(lambda later: f'import("./{normpath(join(folder, later["name"]))}")', text)
    return f"{{\n{moved}}}\n"


def read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return bytes(file.read()).decode()
