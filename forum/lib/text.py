"""Plain text: what is taken out of it on the way in, how long it is to a reader, how it is shortened and named."""

import html
import re
import unicodedata
from hashlib import blake2b
from itertools import islice

from wcwidth import iter_graphemes

# Hebrew with points and accents and Tibetan stacks need five on one letter, a flag spelled in tags six; "zalgo" towers
# need dozens.
MARKS_KEPT = 6
# The longest emoji that people send are eleven code points; without a bound one "character" could be a megabyte.
CODE_POINTS_OF_A_CHARACTER = 16

_NEWLINE = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_TAKEN_OUT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline
    "\ud800-\udfff"  # halves of surrogate pairs
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of everything after it
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"  # byte order marks, annotations, what is no character
)

_INLINE_TAG = re.compile(r"</?(?:a|b|code|em|del|i|ins|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>")
_TAG = re.compile(r"<[^<>]*>")


def clean_text(raw: str) -> str:
    """The text without what nobody can have meant to write. Cleaning again changes nothing.

    Joiners, direction marks and variation selectors stay: emoji, Persian and Hebrew need them.
    """
    text = _TAKEN_OUT.sub("", _NEWLINE.sub("\n", raw))
    if not text.isascii():
        text = _without_towers(text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def grapheme_count(text: str) -> int:
    """How many characters a reader sees: a family emoji is one, é is one however it is stored."""
    return sum(1 + (len(grapheme) - 1) // CODE_POINTS_OF_A_CHARACTER for grapheme in iter_graphemes(text))


def version_of(text: str) -> str:
    """A short name for a text, for the form that changes it to carry."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def shorten(text: str, length: int) -> str:
    """At most `length` characters on one line, cut between words where there are any."""
    line = " ".join(text.split())
    shown = list(islice(iter_graphemes(line), length + 1))
    if len(shown) <= length:
        return line
    cut = "".join(shown[: length - 1])
    words, _, rest = cut.rpartition(" ")
    return (words if len(words) > len(rest) else cut).rstrip() + "…"


def excerpt(html: str, length: int) -> str:
    """The beginning of rendered HTML in plain words, at most `length` characters."""
    return shorten(words_of(html), length)


def words_of(source: str) -> str:
    """The words of rendered HTML. Only for what forum.lib.markdown made: in other HTML tags may hide."""
    return html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", source)))


def _without_towers(text: str) -> str:
    """Drops marks beyond the few that may stand on one letter; invisible characters between them count as marks."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 0
        if marks <= MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
