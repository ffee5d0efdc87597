"""A comment's words as the beginning of an answer: a quote in Markdown, with whose words they are and where they stand.

What a reader selects is quoted by static/js/writing/, in the same form: tests/quotes.json holds both to it.
"""

import re

from django.utils.translation import gettext as _

from forum.comments.models import Comment
from forum.lib.links import USERNAME
from forum.lib.markdown import Format, well_ended
from forum.lib.text import words_of

# Who wants more can follow the link: a quote is to remind, not to repeat.
MOST = 2_000
CUT = "[…]"


def _markup(brackets: str = "") -> re.Pattern[str]:
    """What would be read as markup, anywhere; in a link's words also its brackets."""
    return re.compile(
        rf"[\\`*<{brackets}]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~(?=~)|(?<=~)~|&(?=#?[A-Za-z0-9]+;)|\](?=\(|\Z)"
        rf"|(?<![^\W_])@(?={USERNAME})"
    )


_IN_WORDS, _IN_LINK = _markup(), _markup(r"\[\]")
# And where a line begins: headings, quotes, tables, lists, rules.
_BEGINNING = re.compile(r"^([ \t]*)(?=#{1,6}[ \t]|[>|]|[-+](?:[ \t]|$)|[-:][-|: \t]*$)", re.MULTILINE)
_NUMBER = re.compile(r"^([ \t]*[0-9]{1,9})(?=[.)](?:[ \t]|$))", re.MULTILINE)

_BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote|summary|dt|dd|tr)>|<hr>")


def quote(comment: Comment, *, address: str) -> str:
    """As much of it as MOST lets through. For those who may read it."""
    return quoted(markdown_of(comment), name=comment.author.name or _("someone"), address=address)


def quoted(markdown: str, *, name: str, address: str) -> str:
    """Each line a line of the quote, and the last of them its source. A bare name: to quote is not to mention."""
    source = f"— [{escaped(' '.join(name.split()), in_link=True)}]({address})"
    lines = [*markdown.split("\n"), "", source]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def escaped(words: str, *, in_link: bool = False) -> str:
    """Markdown that is read as these words."""
    marked = (_IN_LINK if in_link else _IN_WORDS).sub(r"\\\g<0>", words)
    return _NUMBER.sub(r"\1\\", _BEGINNING.sub(r"\1\\", marked))


def markdown_of(comment: Comment) -> str:
    """As it was typed where that was Markdown, and was read as such; otherwise its plain words."""
    source = plain(comment.body.html) if comment.body.format == Format.HTML else comment.body.text
    head = cut(source)
    markdown = well_ended(head) if comment.body.format == Format.MARKDOWN else None
    words = escaped(head) if markdown is None else markdown
    return words if head == source else f"{words}\n\n{CUT}"


def cut(text: str) -> str:
    """Its beginning, up to a blank if there is one."""
    if len(text) <= MOST:
        return text
    head = text[:MOST]
    return re.sub(r"\s+\S*\Z", "", head) or head


def plain(html: str) -> str:
    """The words of sanitised HTML, its paragraphs apart."""
    blocks = (" ".join(words_of(block).split()) for block in _BLOCK_END.split(html.replace("<br>", " ")))
    return "\n\n".join(filter(None, blocks))
