import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.lib.markdown import Format, render, sanitise
from forum.lib.sanitising import TAGS, sanitise_rendered

REL = 'rel="nofollow ugc noopener"'
# Words that HTML parsers have been led astray with.
_LED_ASTRAY = (
    "h1",
    "h6",
    "div",
    "img",
    "svg",
    "math",
    "mi",
    "mtext",
    "style",
    "script",
    "textarea",
    "title",
    "noscript",
)
_TAGS = [*sorted(TAGS), *_LED_ASTRAY, "template", "select", "form", "xmp"]
_ATTRIBUTES = ["", ' href="https://a"', " href=javascript:x", ' src="https://b" alt="<b>"', ' id="</p>"', ' start="3"']
_MARKUP = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<", ">", '"', "&lt;", "&amp;lt;", "&#60;", "x", "\n", " "]),
)
soup = st.lists(st.one_of(_MARKUP, st.text(max_size=5)), max_size=30).map("".join)


@pytest.mark.parametrize(
    "html", ["<p>a <em>b</em> <s>c</s></p>", "<ul><li>a</li></ul>", "<pre><code>a\n b</code></pre>"]
)
def test_plain_markup_stays(html: str) -> None:
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "attribute", ["class=x", "style='color:red'", "id=c1", "data-x=1", "onclick=x()", "title=x", "target=_blank"]
)
def test_attributes_go(attribute: str) -> None:
    assert sanitise(f"<p {attribute}>a <b {attribute}>b</b></p>") == "<p>a <b>b</b></p>"


@pytest.mark.parametrize("tag", ["script", "style"])
def test_what_is_no_text_goes_with_its_tag(tag: str) -> None:
    assert sanitise(f"a<{tag}>b</{tag}>c") == "ac"


@pytest.mark.parametrize("tag", ["span", "font", "iframe", "form", "button", "svg", "math", "center", "unknown-tag"])
def test_other_tags_leave_their_words(tag: str) -> None:
    assert re.sub(r"&lt;|&gt;|/|<p>", "", sanitise(f"a <{tag}>b</{tag}> c")).split()[0] == "a"
    assert f"<{tag}" not in sanitise(f"a <{tag}>b</{tag}> c")


def test_links_say_what_they_are() -> None:
    html = sanitise('<a href="https://a.example/?b&c" rel="author" target="_blank">x</a>')

    assert html == f'<a href="https://a.example/?b&amp;c" {REL}>x</a>'


def test_a_heading_becomes_a_bold_paragraph() -> None:
    assert (
        sanitise("<h1>a <em>b</em></h1><h6>c</h6>") == "<p><strong>a <em>b</em></strong></p><p><strong>c</strong></p>"
    )


def test_divisions_become_paragraphs() -> None:
    assert sanitise("<div>a</div><div>b</div>") == "<p>a</p><p>b</p>"


def test_an_image_becomes_a_link_to_it() -> None:
    address = "https://a.example/1.png"

    assert sanitise(f'<img src="{address}" alt="a &lt;cat&gt;">') == f'<a href="{address}" {REL}>a &lt;cat&gt;</a>'
    assert sanitise(f'<img src="{address}">') == f'<a href="{address}" {REL}>{address}</a>'


def test_an_image_in_a_link_becomes_its_words() -> None:
    html = sanitise('<a href="https://b.example"><img src="https://a.example/1.png" alt="a cat"></a>')

    assert html == f'<a href="https://b.example" {REL}>a cat</a>'


@pytest.mark.parametrize("source", ["/1.png", "data:image/png;base64,AA", "javascript:x", ""])
def test_an_image_from_nowhere_becomes_its_words(source: str) -> None:
    assert sanitise(f'<img src="{source}" alt="a cat" onerror=x>') == "a cat"


@pytest.mark.parametrize(("start", "kept"), [("3", ' start="3"'), ("-1", ""), ("x", ""), ("9" * 10, "")])
def test_lists_may_start_with_a_number(start: str, kept: str) -> None:
    assert sanitise(f'<ol start="{start}"><li>a</li></ol>') == f"<ol{kept}><li>a</li></ol>"


def test_an_address_cannot_break_out_of_its_attribute() -> None:
    html = sanitise("<a href='https://a.example/\"<h1>`&#10;x'>x</a>")

    assert html == f'<a href="https://a.example/%22%3Ch1%3E%60x" {REL}>x</a>'


def test_only_our_renderer_may_lead_into_this_site() -> None:
    mention = f'<a href="/u/carol" class="mention" {REL}>@carol</a>'

    assert sanitise_rendered(mention) == mention
    assert sanitise(mention) == f"<a {REL}>@carol</a>"


@pytest.mark.parametrize("href", ["//a.example", "/\\a.example", "/\t/a.example", "a", "#a", "?a"])
def test_not_even_our_renderer_may_lead_elsewhere_without_a_scheme(href: str) -> None:
    assert "href" not in sanitise_rendered(f'<a href="{href}">x</a>')


@given(soup)
@example("<table><a><table><a>")
@example("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>")
@example("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>")
def test_sanitising_again_changes_nothing(source: str) -> None:
    clean = sanitise(source)

    assert sanitise(clean) == clean
    assert render(clean, Format.HTML) == clean


@given(st.one_of(soup, st.text()), st.sampled_from([Format.MARKDOWN, Format.TEXT]))
def test_what_was_rendered_is_clean_already(source: str, format: Format) -> None:
    html = render(source, format, mentions=["carol"])

    assert sanitise_rendered(html) == html
