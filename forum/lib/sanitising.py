"""HTML from anywhere, made safe: a short list of tags, links that lead to the web or to a mailbox, and nothing else.

Headings would break the outline of the page that a comment is part of: they become bold paragraphs. The site loads no
foreign pictures: an image becomes a link to it, or its alternative text where it stands in a link already.
"""

import html
import re
from html.parser import HTMLParser

import nh3

from forum.lib.hostile import is_hostile_html
from forum.lib.links import is_let_through

TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "details", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small"),
    *("strong", "sub", "sup", "tt", "u", "var"),
}
REL = "nofollow ugc noopener"
# Known to the first pass only, which leaves them to be rewritten.
_REWRITTEN = {"h1", "h2", "h3", "h4", "h5", "h6", "img", "div"}
_UNSAFE_IN_URL = str.maketrans(
    {c: f"%{ord(c):02X}" for c in "\"'<>`{}|\\^ "} | dict.fromkeys(map(chr, [*range(32), 127]), "")
)
_UNSAFE_BETWEEN = str.maketrans("", "", "".join(map(chr, [*range(33), 127])))
_PASSES = 5


def sanitise(source: str) -> str:
    """Safe HTML that sanitising again leaves as it is."""
    if is_hostile_html(source):
        return _as_text(source)
    clean = _final.clean(_rewrite(_first.clean(source)))
    for _ in range(_PASSES):
        again = _final.clean(clean)
        if again == clean:
            return clean
        clean = again
    return _as_text(source)


def sanitise_rendered(rendered: str) -> str:
    """The same for what our own renderer made: mentions, which lead into this site, stay."""
    return _rendered.clean(rendered)


def _as_text(source: str) -> str:
    return _final.clean(f"<p>{html.escape(source)}</p>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" or name == "src":
        return value.translate(_UNSAFE_IN_URL) if is_let_through(value) else None
    if name == "start":
        return value if re.fullmatch(r"[0-9]{1,9}", value) else None
    # ammonia lets a title through on everything: words that only a mouse finds are no words of a comment.
    return None if name == "title" else value


def _attribute_of_rendered(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value == "mention" else None
    # One slash alone: two would lead to another site, and browsers drop the tab or line break between them.
    if name == "href" and re.match(r"/[^/\\]", address := value.translate(_UNSAFE_BETWEEN)):
        return address.translate(_UNSAFE_IN_URL)
    return _attribute(tag, name, value)


def _cleaner(tags: set[str], **attributes: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={"a": {"href"}, "ol": {"start"}, **attributes},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=REL,
    )


_first = _cleaner(TAGS | _REWRITTEN, img={"src", "alt"})
_final = _cleaner(TAGS)
_rendered = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "class"}, "ol": {"start"}},
    attribute_filter=_attribute_of_rendered,
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
    link_rel=REL,
)


class _Rewriter(HTMLParser):
    """Puts words in the place of what a comment may not hold.

    Reads only what the first pass wrote, so every tag is well formed.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.in_link = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._link_to_image(dict(attrs))
        elif tag == "div":
            self.out.append("<p>")
        elif tag in _REWRITTEN:
            self.out.append("<p><strong>")
        else:
            self.in_link += tag == "a"
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.out.append("</p>")
        elif tag in _REWRITTEN:
            self.out.append("</strong></p>")
        else:
            self.in_link -= tag == "a"
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def _link_to_image(self, attributes: dict[str, str | None]) -> None:
        source = attributes.get("src") or ""
        words = html.escape(attributes.get("alt") or source)
        link = f'<a href="{html.escape(source)}">{words}</a>'
        self.out.append(link if source and not self.in_link else words)


def _rewrite(source: str) -> str:
    rewriter = _Rewriter()
    rewriter.feed(source)
    rewriter.close()
    return "".join(rewriter.out)
