import re

import pytest

from accounts.models import User
from forum.lib.links import MENTIONS_COUNTED, is_let_through, mentioned_names
from forum.lib.markdown import Format, render

MENTION = '<a href="/u/{0}" class="mention" rel="nofollow ugc noopener">@{1}</a>'


def links_of(text: str, format: Format = Format.MARKDOWN) -> list[str]:
    return re.findall(r'href="([^"]*)"', render(text, format, mentions=["carol", "Dave_B"]))


def mentioned(text: str, format: Format = Format.MARKDOWN) -> str:
    return render(text, format, mentions=["carol", "Dave_B", "e-", "__init__"]).strip()


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.example", "https://a.example"),
        ("HTTP://A.example/B", "HTTP://A.example/B"),
        ("(see https://a.example/x_(y).)", "https://a.example/x_(y)"),
        ("“https://a.example”, they say", "https://a.example"),
        ('"https://a.example"', "https://a.example"),
        ("https://a.example/__init__.py!", "https://a.example/__init__.py"),
        ("https://a.example/?a[]=1&b=2#c", "https://a.example/?a%5B%5D=1&amp;b=2#c"),
        ("https://a.example/@carol", "https://a.example/@carol"),
        ("请看https://a.example/x，谢谢", "https://a.example/x"),
        ("http://пример.рф/я", "http://xn--e1afmkfd.xn--p1ai/%D1%8F"),
        ("www.a.example/x.", "https://www.a.example/x"),
        ("write to a_b@c.example.", "mailto:a_b@c.example"),
        ("http://", None),
        ("www.nothing", None),
        ("was the fight.It was setup.py and node.js, a.b", None),
        ("xhttps://a.example", None),
        ("javascript://a.example ftp://a.example", None),
    ],
)
def test_a_link_is_what_was_typed_as_one(text: str, link: str | None, format: Format) -> None:
    assert links_of(text, format) == ([link] if link else [])


@pytest.mark.parametrize("around", ["**{}**", "_{}_", "~~{}~~", "> {}", "- {}\n- x", "| {} |\n|-|", "{}\n{}", "<{}>"])
def test_markup_around_a_link_is_not_part_of_it(around: str) -> None:
    assert set(links_of(around.replace("{}", "https://a.example/x"))) == {"https://a.example/x"}


def test_a_link_alone_on_its_line_stays_there() -> None:
    html = render("one of its best weapons:\nhttps://a.example\n\n@carol", Format.MARKDOWN, mentions=["carol"])

    assert re.sub(r"<a [^>]*>", "<a>", html) == (
        "<p>one of its best weapons:<br>\n<a>https://a.example</a></p>\n<p><a>@carol</a></p>\n"
    )


def test_the_words_of_a_link_stay_as_typed() -> None:
    assert ">https://a.example/%C3%A9?x=%20</a>" in render("https://a.example/%C3%A9?x=%20", Format.MARKDOWN)


def test_markdown_undoes_its_own_escapes_in_a_bare_link() -> None:
    assert links_of(r"https://a.example/a\_b?c&amp;d") == ["https://a.example/a_b?c&amp;d"]
    assert links_of("https://a.example/?c&amp;d", Format.TEXT) == ["https://a.example/?c&amp;amp;d"]


def test_a_bare_link_in_the_words_of_another_is_words() -> None:
    assert links_of("[https://a.example/ @carol](https://b.example)") == ["https://b.example"]


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:x", "vbscript:x"),
        *(
            "data:text/html,x",
            "file:///etc/passwd",
            "//a.example",
            "/a",
            "#a",
            "",
            "a",
            "http:a",
            "https:/a",
            "https://",
        ),
        *("https:///a", "mailto:", "blob:x", "view-source:x", " javascript:x"),
    ],
)
def test_links_lead_to_the_web_or_a_mailbox_and_nowhere_else(url: str) -> None:
    assert not is_let_through(url)
    assert links_of(f"[x]({url})") == links_of(f"![x]({url})") == links_of(f"<{url}>") == []
    assert "href" not in render(f'<a href="{url}">x</a>', Format.HTML)


@pytest.mark.parametrize("url", ["&#106;avascript:alert(1)", "javascript&colon;alert(1)", "&#x6A&#x61;vascript:x"])
def test_entities_hide_no_scheme(url: str) -> None:
    assert "href" not in render(f"[x]({url})", Format.MARKDOWN)
    assert "href" not in render(f'<a href="{url}">x</a>', Format.HTML)


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
def test_mentions_of_people_are_links_to_them(format: Format) -> None:
    html = mentioned("@carol, @DAVE_B: @nobody", format)

    assert html == f"<p>{MENTION.format('carol', 'carol')}, {MENTION.format('Dave_B', 'DAVE_B')}: @nobody</p>"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`@carol`",
            "```\n@carol\n```",
            "x@carol",
            "@carola",
            "@carol@example.org",
            "https://a.example/@carol",
            "/@carol",
        ),
        *(
            "a.carol@carol.example",
            r"\@carol",
            "@@carol",
            "[@carol](https://a.example)",
            "é@carol",
            "@carolé",
            "@CAROL-ANN",
        ),
    ],
)
def test_what_only_looks_like_a_mention_is_none(text: str) -> None:
    assert 'class="mention"' not in mentioned(text)


@pytest.mark.parametrize(
    "text",
    ["_@carol_", "**@carol**", ".@carol", "(@carol)", "@carol's", "@carol--well", "@carol-", "@carol_--", '"@carol"'],
)
def test_punctuation_around_a_mention_is_not_part_of_it(text: str) -> None:
    assert MENTION.format("carol", "carol") in mentioned(text)


@pytest.mark.parametrize("name", ["__init__", "e-"])
def test_names_may_be_made_of_punctuation(name: str) -> None:
    assert mentioned(f"@{name} wrote") == f"<p>{MENTION.format(name, name)} wrote</p>"


def test_html_from_elsewhere_mentions_nobody_here() -> None:
    html = mentioned('<p>@carol <a class="mention" href="/u/carol">@carol</a></p>', Format.HTML)

    assert "mention" not in html
    assert "/u/" not in html


def test_mentioned_names_are_those_that_could_be_mentions() -> None:
    text = "@carol _@bob_ @d-- a@b.example @x @" + "y" * 31

    assert mentioned_names(text) == {"carol", "bob_", "bob", "d--"}


def test_no_more_names_are_looked_up_than_anybody_would_type() -> None:
    text = " ".join(f"@person{number}" for number in range(1000))

    assert len(mentioned_names(text)) == MENTIONS_COUNTED


@pytest.mark.parametrize("name", ["ab", "A_1-", "x" * 30])
def test_every_user_name_can_be_mentioned(name: str) -> None:
    for field in User._meta.get_field("username").validators:
        field(name)

    assert name in mentioned_names(f"@{name} hi")
