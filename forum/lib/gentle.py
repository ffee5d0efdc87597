"""Markdown that leaves prose alone: how our reading of it differs from CommonMark, as rules for markdown-it.

Off entirely: HTML, indented code, underlined headings, link definitions (their lines would vanish), `~~~` fences, typography.
A list has two items or more. Headings are bold paragraphs and images are links, as in forum.lib.sanitising. A `*` between two
letters or digits is a star. Links and mentions are found in plain words (forum.lib.links).
"""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock, fence, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.lib.links import MENTION, START, URL_OR_EMAIL, is_let_through, without_trailing_punctuation

# A bullet or a number, then a blank or the end of the line. The group tells one kind of list from another.
_ITEM = re.compile(r"(?:[0-9]{1,9}(?=[.)]))?([-+*]|(?<=[0-9])[.)])(?=[ \t]|$)", re.MULTILINE)
_STARS = re.compile(r"(?<=[A-Za-z0-9])\*+(?=[A-Za-z0-9])")


def gentle_parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"breaks": True})
    parser.disable(["code", "lheading", "reference", "html_block", "html_inline"])
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.before("emphasis", "stars", _stars)
    parser.core.ruler.push("modest", _modest)
    _find_links(parser, unescapeAll)
    return parser


def plain_parser() -> MarkdownIt:
    """Paragraphs, line breaks, links and mentions: nothing that is typed has another meaning."""
    parser = MarkdownIt("zero", {"breaks": True}).enable("newline")
    _find_links(parser, str)
    return parser


def _find_links(parser: MarkdownIt, as_read: Callable[[str], str]) -> None:
    parser.validateLink = is_let_through  # type: ignore[method-assign]  # how markdown-it documents it

    def link(state: StateInline, silent: bool) -> bool:
        return _link(state, silent, as_read)

    parser.inline.terminator_re = re.compile(f"{parser.inline.terminator_re.pattern}|{START}", re.ASCII | re.IGNORECASE)
    parser.inline.ruler.after("text", "bare_link", link)
    parser.inline.ruler.after("bare_link", "mention", _mention)


def _link(state: StateInline, silent: bool, as_read: Callable[[str], str]) -> bool:
    if state.linkLevel or not (found := URL_OR_EMAIL.match(state.src, state.pos)):
        return False
    typed = without_trailing_punctuation(found[0]) if found["url"] else found[0]
    words = as_read(typed)
    url = state.md.normalizeLink(f"mailto:{words}" if found["email"] else re.sub(r"(?i)^www\.", r"https://\g<0>", words))
    if not is_let_through(url):
        return False
    if not silent:
        _push_link(state, words, href=url)
    state.pos += len(typed)
    return True


def _mention(state: StateInline, silent: bool) -> bool:
    """`@name` of somebody in env["people"], a mapping from lower-case names to paths."""
    if state.linkLevel or not (found := MENTION.match(state.src, state.pos)):
        return False
    people = state.env.get("people", {})
    for name in (found[1], found[1].rstrip("_-")):
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


def _stars(state: StateInline, silent: bool) -> bool:
    """A `*` between two letters or digits: a product, or a swear word without its vowel."""
    if not (stars := _STARS.match(state.src, state.pos)):
        return False
    if not silent:
        state.append_pending(stars[0])
    state.pos = stars.end()
    return True


def _fence(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """A row of `~` is more often a divider than a fence."""
    if state.src.startswith("~", state.bMarks[startLine] + state.tShift[startLine]):
        return False
    return fence(state, startLine, endLine, silent)


def _list(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """One `- ` line alone is somebody speaking; a list has a second item. Inside a list one item is enough."""
    in_a_list = state.listIndent >= 0
    return (in_a_list or _has_second_item(state, startLine, endLine)) and list_block(state, startLine, endLine, silent)


def _has_second_item(state: StateBlock, first: int, end: int) -> bool:
    item = _ITEM.match(state.src, state.bMarks[first] + state.tShift[first])
    if not item:
        return False
    inside = state.sCount[first] + len(item[0]) + 1
    for line in range(first + 1, end):
        start = state.bMarks[line] + state.tShift[line]
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return False
        if other := _ITEM.match(state.src, start):
            return state.sCount[line] >= inside or other[1] == item[1]
        if state.sCount[line] < inside and state.isEmpty(line - 1):
            return False
    return False


def _modest(state: StateCore) -> None:
    """Headings become bold paragraphs and images links: a comment is part of somebody else's page."""
    for position, token in enumerate(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        elif token.type == "inline" and token.children is not None:
            token.children = list(_without_images(token.children))
            if position and state.tokens[position - 1].markup.startswith("#"):
                token.children = [Token("strong_open", "strong", 1), *token.children, Token("strong_close", "strong", -1)]


def _without_images(tokens: list[Token]) -> Iterator[Token]:
    in_link = 0
    for token in tokens:
        in_link += token.nesting if token.type.startswith("link_") else 0
        if token.type != "image":
            yield token
            continue
        source = str(token.attrs["src"])
        words = Token("text", "", 0, content=_alternative(token) or source)
        if in_link:
            yield words
        else:
            yield Token("link_open", "a", 1, attrs={"href": source})
            yield words
            yield Token("link_close", "a", -1)


def _alternative(image: Token) -> str:
    return "".join(child.content for child in image.children or [])
