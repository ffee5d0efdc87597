"""Sources that would cost more to read than they can mean. They are shown as plain text instead.

Decided by counting, never by a clock: the same source gives the same HTML on every machine, however busy. With these
counts the worst of 10,000 characters that we could build took less than 250 ms (./dev bench prints it), and not one of
18,000 real comments is shown plain.
"""

import re
from collections import Counter

from markdown_it.token import Token

# From an opening bracket the parser looks for the end of a link to the end of the paragraph, stopping wherever anything
# else may begin; for an image it looks twice. Brackets of ordinary links end at once and do not count.
BRACKETS_TIMES_STOPS = 30_000
# Rows without cells are filled up to the width of the table; the largest real one had fewer than 900 cells.
CELLS = 3_000
LIST_ITEMS = 1_000
# Quotes and lists on one line, each of which reads all lines again.
NESTING_TIMES_LINES = 20_000
# The parser drops what is nested deeper than its own limit, which is above this one: no word may get lost.
NESTING = 30
PARSER_NESTING = 40
# A paragraph reopens every <b>, <i>… that is open, those with attributes without limit: 9,000 characters became 5 MB.
TAGS = 2_500
REOPENED_TAGS = 10_000

_STOP = re.compile(r"[\n!-+\-:<-@\[-`{-~]")
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")
_LINK = re.compile(r"!?\[[^\[\]`<\\\n]*\]\(")
_BETWEEN_HEAD_AND_BODY = re.compile(r"^[ \t>]*+\|?[ \t]*+:?-[ \t|:-]*+$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t>]*+(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)", re.MULTILINE)
_NESTED = re.compile(r"^(?:[ \t]*+(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])))++", re.MULTILINE)
_MARKER = re.compile(r">|[-+*]|[0-9]+[.)]")
_REOPENED = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)([\s/>])", re.IGNORECASE)


def is_hostile_markdown(source: str) -> bool:
    lines = source.count("\n") + 1
    columns = max((row[0].count("|") + 1 for row in _BETWEEN_HEAD_AND_BODY.finditer(source)), default=0)
    nesting = max((len(_MARKER.findall(start[0])) for start in _NESTED.finditer(source)), default=0)
    return (
        sum(map(_brackets_times_stops, _PARAGRAPH_END.split(source))) > BRACKETS_TIMES_STOPS
        or columns * lines > CELLS
        or nesting * lines > NESTING_TIMES_LINES
        or len(_ITEM.findall(source)) > LIST_ITEMS
    )


def _brackets_times_stops(paragraph: str) -> int:
    brackets = paragraph.count("[") + paragraph.count("![") - len(_LINK.findall(paragraph))
    return brackets * len(_STOP.findall(paragraph)) if brackets else 0


def is_nested_too_deep(tokens: list[Token]) -> bool:
    return any(token.level >= NESTING for token in tokens)


def is_hostile_html(source: str) -> bool:
    tags = source.count("<")
    opened = Counter((tag[1].lower(), tag[2] == ">") for tag in _REOPENED.finditer(source))
    # HTML reopens at most three that are alike.
    reopened = sum(min(count, 3) if bare else count for (_, bare), count in opened.items())
    return tags > TAGS or reopened * tags > REOPENED_TAGS
