"""Links, addresses and mentions in the words that people type: what counts as one, and which links are let through."""

import re
from itertools import islice

# What a user name is made of. ASCII, so that no name can be drawn to look like another's and every name can be typed
# after an @.
USERNAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{1,29}"

# A comment that names more people than this is not talking to them.
MENTIONS_COUNTED = 50

# Only what was typed as a link: "fight.It was great" and "setup.py" are prose, though .it and .py are countries.
# Square brackets only in pairs, or a bare link inside [a link's text](…) would swallow the rest of it.
_URL = (
    r"(?<![^\W_])(?:https?://(?=[A-Za-z0-9\u00a1-\U0010ffff])|www\.(?=\w[\w-]*\.\w))"
    r"(?:[^\s\x00-\x20\x7f<>\[\]`\"\\，。；：！？、「」『』（）【】《》“”]|\\[!-/:-@\[-`{-~]|\[[^\s<>\[\]`\"\\]*\])+"
)
_EMAIL = (
    r"(?<![A-Za-z0-9.+-])[A-Za-z0-9][\w.+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![\w@-])"
)
# Not inside a word or a path, and not a handle of another site (@carol@example.org).
_MENTION = rf"(?<![^\W_])(?<![@/])@({USERNAME})(?![\w@-])"

URL_OR_EMAIL = re.compile(rf"(?P<url>{_URL})|(?P<email>{_EMAIL})", re.ASCII | re.IGNORECASE)
MENTION = re.compile(_MENTION)
# Where the parser must stop reading plain words because one of the above may begin.
START = rf"(?<![^\W_])(?:https?://|www\.)|{_EMAIL}"

_TRAILING_ENTITY = re.compile(r"&[A-Za-z0-9]{2,8};\Z")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LET_THROUGH = re.compile(r"(?:https?://|mailto:)[^/?#]", re.IGNORECASE)


def is_let_through(url: str) -> bool:
    """Whether a link may lead there: http, https and mailto, nothing else, and nothing relative.

    Browsers ignore control characters in a scheme, so they are ignored here too.
    """
    return bool(_LET_THROUGH.match(_UNSEEN.sub("", url)))


def without_trailing_punctuation(url: str) -> str:
    """The part of `url` that is the link: a sentence's own full stop, quotes and closing bracket are not."""
    surplus = url.count(")") - url.count("(")
    while True:
        shorter = url.rstrip("?!.,:;*_~'\\’…")
        if shorter.endswith(")") and surplus > 0:
            shorter, surplus = shorter[:-1], surplus - 1
        elif entity := _TRAILING_ENTITY.search(url[-10:]):
            shorter = url[: -len(entity[0])]
        if shorter == url:
            return url
        url = shorter


def mentioned_names(text: str) -> set[str]:
    """The names that may be mentioned in `text`, as typed: a superset, for looking up who of them exists."""
    found = islice(MENTION.finditer(text), MENTIONS_COUNTED)
    return {name for mention in found for name in readings(mention[1])}


def readings(name: str) -> list[str]:
    """What the characters after an @ may mean, likeliest first: dashes and underscores may belong to the sentence."""
    candidates = (name, name.rstrip("_-"), name.partition("--")[0])
    return list(dict.fromkeys(candidate for candidate in candidates if re.fullmatch(USERNAME, candidate)))
