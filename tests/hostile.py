"""Input made to do harm: what broke other renderers, what once was slow here, what stays just under our limits."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path

from forum.lib.hostile import is_hostile_html, is_hostile_markdown
from tests.needs import shared

# Repeated to the length asked for; ␠ is a blank, ⏎ a line break, ⇥ a tab.
_MARKDOWN = """
>␠ > [ ![ [a]( ![a]( [a][ [a]:␠a⏎ []() [[a] [*a *[a [` `[ ]( a](< * ** _ *a_ *a␠ a*␠ _a␠ *_ *_* ***a␠ *a␠**b *a_b*c_␠
a~~ ~~a␠ *~~ a**b ` `a` ``␠`␠ `a ```⏎ < <a␠ <a@ <http: <http://a> <!-- <![CDATA[ & &amp; &# \\ \\[ \\⏎
-␠ -␠a⏎ -␠a⏎⏎ -␠a⏎␠␠ -␠a⏎+␠a⏎ -␠a⏎⏎x⏎⏎ 1)␠a⏎ *␠*␠ +␠+␠ >␠-␠ -␠>␠ ---⏎ #␠a⏎ #␠ # ===⏎ a⏎ a⏎⏎
⏎ a␠␠⏎ ⇥ ␠␠␠␠ | a|b⏎ |a|⏎|-|⏎⏎ www. www.a.b␠ http:// https://a.b␠ http://[ http://a) http://a&lt;
a@ a@a.a@ a.b@c.de␠ @a␠ @aa␠ @@ _@aa 😁 \u0301 \u200d
"""
_HTML = """
<b> <b␠x> <p><b> <b><p> <i><b></i> <b><p></b> <a><p></a> <a␠href=http://a> <em><table></em> <div> <p> <span>
<blockquote> <h1><p> <ul><li> <dl><dt> <table><td> <table><b> <pre> <svg> <math><mi> <svg><desc> <template> <select>
<button> <object> <form> <nobr> <ruby><rt> < <!-- <a␠b=' <script> <style> <textarea> <plaintext>
<img␠src=http://a> & &#1; &lt
"""


def hostile_inputs(length: int) -> Iterator[tuple[str, str]]:
    """Names and Markdown of at most `length` characters."""
    for unit in _units(_MARKDOWN):
        yield repr(unit), (unit * length)[:length]
    for name, text in (*_nested(length), *_at_the_limits(length)):
        yield name, text[:length]


def hostile_html(length: int) -> Iterator[tuple[str, str]]:
    """Names and HTML of at most `length` characters."""
    for unit in _units(_HTML):
        yield repr(unit), (unit * length)[:length]
    for count in (10, 100, 600):
        yield f"{count} tags for each paragraph to reopen", f"{_reopened(count)}{'<p>x' * length}"[:length]
    paragraphs = (f"{_reopened(40)}{'<p>x' * count}" for count in range(length))
    yield "as many paragraphs as may reopen 40", _last_let_through(paragraphs, is_hostile_html)[:length]
    yield "one tag with many attributes", f"<a {' '.join(f'a{number}=b' for number in range(length // 8))}>"[:length]
    yield "one long address", f'<a href="http://a/{"<" * length}'[: length - 2] + '">'


def payloads() -> list[str]:
    """Every line and string of the collected attacks and naughty strings, and every file whole."""
    return [text for file in sorted(shared("badinput").rglob("*")) if file.is_file() for text in _payloads_of(file)]


def _units(text: str) -> list[str]:
    return [unit.replace("␠", " ").replace("⏎", "\n").replace("⇥", "\t") for unit in text.split()]


def _payloads_of(file: Path) -> Iterator[str]:
    whole = file.read_bytes().decode("utf-8", errors="replace")
    yield whole
    yield from filter(None, whole.splitlines())
    if file.suffix == ".json":
        yield from _strings(json.loads(whole))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _nested(length: int) -> Iterator[tuple[str, str]]:
    half, deep = length // 2, int(length**0.5)
    yield "growing runs of back-ticks", "".join(f"e{'`' * size}" for size in range(1, deep * 2))
    yield "lists in lists", "".join(f"{'  ' * level}- a\n" for level in range(deep))
    yield "quotes in quotes", "".join(f"{'>' * level} a\n" for level in range(deep * 2))
    yield "lists in quotes", f"{'> - ' * 30}a\n" * length
    yield "one lazy quote", f"{'>' * 20}a\n{'b\n' * length}"
    yield "brackets in brackets", "[" * half + "]" * half
    yield "links in links", "[" * (length // 6) + "a" + "](b)" * (length // 6)
    yield "images in images", "![" * (length // 6) + "a" + "](b)" * (length // 6)
    yield "brackets in an address", f"[a]({'(' * half}{')' * half}"
    yield "blanks in an address", f"[a]({' ' * length}"
    yield "emphasis in emphasis", "**a " * (length // 8) + "b" + " a**" * (length // 8)
    yield "stars around brackets", "*[" * (length // 4) + "]*" * (length // 4)
    yield "a long run of underscores", "_" * (length - 1) + "a"
    yield "a link before full stops", "http://a" + "." * length
    yield "a link before brackets", "http://a" + ".)" * length
    yield "a link before entities", "http://a" + "&lt;" * length
    yield "an address of one letter each", "a." * half + "@b.c"
    yield "a line of blanks", " " * half + "a" + " " * half


def _at_the_limits(length: int) -> Iterator[tuple[str, str]]:
    """As much of each kind as forum.lib.hostile lets through."""
    brackets = ("[", "![", "[[a]", "[`")
    for bracket, filling in product(brackets, ("*a", "&", "a_", "!", "http://a ", "[a](", "![a](", "[a](b)")):
        before = (((bracket * count + filling * length)[:length]) for count in range(length))
        among = ((((bracket + filling * 10) * count + filling * length)[:length]) for count in range(length))
        yield f"as many {bracket} as may stand before {filling}", _last_let_through(before)
        yield f"as many {bracket} as may stand among {filling}", _last_let_through(among)
    for columns in (2, 10, 40):
        head = f"|{'a|' * columns}\n|{'-|' * columns}\n"
        for row in ("a\n", f"|{'a|' * columns}\n"):
            yield f"{columns} columns, rows of {row!r}", _last_let_through(head + row * rows for rows in range(length))
    yield "a list of as many items", _last_let_through("1) a\n" * items for items in range(length))
    for depth in (4, 15):
        yield f"{depth} lazy quotes", _last_let_through(f"{'>' * depth}a\n{'b\n' * lines}" for lines in range(length))


def _last_let_through(growing: Iterable[str], is_hostile: Callable[[str], bool] = is_hostile_markdown) -> str:
    """The last that is not refused, in steps of a tenth."""
    last, due = "", 0
    for place, text in enumerate(growing):
        if place < due:
            continue
        if is_hostile(text):
            break
        last, due = text, place + 1 + place // 10
    return last


def _reopened(count: int) -> str:
    return "<p>" + "".join(f"<b {chr(97 + number // 26)}{chr(97 + number % 26)}>" for number in range(count))
