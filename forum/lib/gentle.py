"""Markdown that leaves prose alone: how our reading of it differs from CommonMark, as rules for markdown-it.

Off entirely: HTML, indented code, underlined headings, link definitions (their lines would vanish), `~~~` fences,
typography. A list has two items or more. Headings are bold paragraphs and images are links, as in forum.lib.sanitising.
A `*` between two letters or digits is a star. A line break is a line break.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock, fence, heading, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.lib.autolinks import find_links
from forum.lib.hostile import PARSER_NESTING

# A bullet or a number, then a blank or the end of the line. The group tells one kind of list from another.
_ITEM = re.compile(r"(?:[0-9]{1,9}(?=[.)]))?([-+*]|(?<=[0-9])[.)])(?=[ \t]|$)", re.MULTILINE)
_FENCE = re.compile(r"`{3,}[ \t]*[\w+#.-]*[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}[ \t]+[^ \t#\n]")
_STARS = re.compile(r"(?<=[A-Za-z0-9])\*+(?=[A-Za-z0-9])")
_LINK_TO_NOWHERE = re.compile(r"!?\[[^\[\]]*\]\([ \t]*\)")


def gentle_parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"breaks": True, "maxNesting": PARSER_NESTING})
    parser.disable(["code", "lheading", "reference", "html_block", "html_inline"])
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("heading", _heading, {"alt": ["paragraph", "blockquote"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.before("emphasis", "no_markup", _no_markup)
    parser.core.ruler.push("modest", _modest)
    find_links(parser, as_read=unescapeAll)
    return parser


def plain_parser() -> MarkdownIt:
    """Paragraphs, line breaks, links and mentions: nothing that is typed has another meaning."""
    parser = MarkdownIt("zero", {"breaks": True}).enable("newline")
    find_links(parser, as_read=str)
    return parser


def _fence(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A row of `~` is more often a divider, and words behind the back-ticks would be lost."""
    return _begins(state, line, _FENCE) and fence(state, line, end, silent)


def _heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return _begins(state, line, _HEADING) and heading(state, line, end, silent)


def _begins(state: StateBlock, line: int, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.match(state.src, state.bMarks[line] + state.tShift[line]))


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """One `- ` line alone is somebody speaking; a list has a second item. Inside a list one item is enough."""
    in_a_list = state.listIndent >= 0
    return (in_a_list or _has_second_item(state, line, end)) and list_block(state, line, end, silent)


def _has_second_item(state: StateBlock, first: int, end: int) -> bool:
    item = _ITEM.match(state.src, state.bMarks[first] + state.tShift[first])
    if not item:
        return False
    inside = state.sCount[first] + len(item[0]) + 1
    for line in range(first + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return False
        if other := _ITEM.match(state.src, state.bMarks[line] + state.tShift[line]):
            return state.sCount[line] >= inside or other[1] == item[1]
        if state.sCount[line] < inside and state.isEmpty(line - 1):
            return False
    return False


def _no_markup(state: StateInline, silent: bool) -> bool:
    """A `*` between letters or digits is a product, or a swear word without its vowel; a link must lead somewhere."""
    if not (prose := _STARS.match(state.src, state.pos) or _LINK_TO_NOWHERE.match(state.src, state.pos)):
        return False
    if not silent:
        state.append_pending(prose[0])
    state.pos = prose.end()
    return True


def _modest(state: StateCore) -> None:
    """Headings become bold paragraphs and images links: a comment is part of somebody else's page."""
    in_heading = False
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.nesting == 1
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        elif token.type == "inline":
            words = list(_visible(token.children or []))
            bold = [Token("strong_open", "strong", 1), *words, Token("strong_close", "strong", -1)]
            token.children = bold if in_heading else words


def _visible(tokens: list[Token]) -> Iterator[Token]:
    """The same with a link in the place of every image, and words in every link."""
    in_link = False
    for token, following in zip_longest(tokens, tokens[1:]):
        if token.type in ("link_open", "link_close"):
            in_link = token.nesting == 1
        if token.type != "image":
            yield token
        elif in_link:
            yield _words(_alternative(token))
        else:
            yield from (Token("link_open", "a", 1, attrs={"href": token.attrs["src"]}), _words(_alternative(token)))
            yield Token("link_close", "a", -1)
        if in_link and following and following.type == "link_close" and token.type == "link_open":
            yield _words(str(token.attrs["href"]))


def _alternative(image: Token) -> str:
    return "".join(child.content for child in image.children or []) or str(image.attrs["src"])


def _words(words: str) -> Token:
    return Token("text", "", 0, content=words)
