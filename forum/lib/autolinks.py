"""Rules for markdown-it that find links and mentions in plain words."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from forum.lib.links import MENTION, START, URL_OR_EMAIL, is_let_through, readings, without_trailing_punctuation


def find_links(parser: MarkdownIt, *, as_read: Callable[[str], str]) -> None:
    """Teach `parser` bare links, addresses and mentions. `as_read` undoes what its format escapes in a bare link.

    Mentioned can be whom env["people"] knows, a mapping from lower-case names to paths.
    """
    parser.validateLink = is_let_through  # type: ignore[method-assign]  # markdown-it's own way to replace it

    def bare_link(state: StateInline, silent: bool) -> bool:
        return _bare_link(state, silent, as_read)

    stops = f"{parser.inline.terminator_re.pattern}|{START}"
    parser.inline.terminator_re = re.compile(stops, re.ASCII | re.IGNORECASE)
    parser.inline.ruler.after("text", "bare_link", bare_link)
    parser.inline.ruler.after("bare_link", "mention", _mention)


def _bare_link(state: StateInline, silent: bool, as_read: Callable[[str], str]) -> bool:
    if state.linkLevel or not (found := URL_OR_EMAIL.match(state.src, state.pos)):
        return False
    typed = without_trailing_punctuation(found[0]) if found["url"] else found[0]
    if not silent:
        words = as_read(typed)
        url = f"mailto:{words}" if found["email"] else re.sub(r"(?i)^www\.", r"https://\g<0>", words)
        if is_let_through(url := state.md.normalizeLink(url)):
            _push_link(state, words, href=url)
        else:
            # Passed over at once: to look for another link in each of its parts would take the square of the time.
            state.append_pending(typed)
    state.pos += len(typed)
    return True


def _mention(state: StateInline, silent: bool) -> bool:
    if state.linkLevel or not (found := MENTION.match(state.src, state.pos)):
        return False
    people = state.env.get("people", {})
    for name in readings(found[1]):
        if path := people.get(name.lower()):
            if not silent:
                _push_link(state, f"@{name}", href=path, **{"class": "mention"})
            state.pos += 1 + len(name)
            return True
    return False


def _push_link(state: StateInline, words: str, **attributes: str) -> None:
    state.push("link_open", "a", 1).attrs = dict(attributes)
    state.push("text", "", 0).content = words
    state.push("link_close", "a", -1)
