"""Which addresses will do, whose they are, and which two lead to the same page."""

import pytest

from forum.lib.addresses import KEY_LENGTH, address_key, host_of, web_address

SAME = {
    "as it is": "https://example.org/story",
    "scheme": "http://example.org/story",
    "capitals of scheme and host": "HTTPS://Example.ORG/story",
    "www": "https://www.example.org/story",
    "default port": "https://example.org:443/story",
    "default port of http": "http://example.org:80/story",
    "last slash": "https://example.org/story/",
    "fragment": "https://example.org/story#part-2",
    "empty query": "https://example.org/story?",
    "root dot": "https://example.org./story",
    "escaped letters": "https://example.org/%73tory",
    "campaign": "https://example.org/story?utm_source=mail&utm_medium=x&utm_campaign=y&UTM_TERM=z",
    "facebook": "https://example.org/story?fbclid=IwAR0",
    "google": "https://example.org/story?gclid=1&dclid=2&gbraid=3&wbraid=4&gclsrc=5&_ga=6&_gl=7",
    "others": "https://example.org/story?msclkid=1&yclid=2&twclid=3&ttclid=4&igshid=5&igsh=6&mc_cid=7&mc_eid=8",
    "mail": "https://example.org/story?_hsenc=1&_hsmi=2&mkt_tok=3&oly_anon_id=4&vero_id=5&ref_src=6",
    "blanks around": " https://example.org/story ",
}
OTHER = {
    "another path": "https://example.org/story-2",
    "capitals of the path": "https://example.org/Story",
    "a query": "https://example.org/story?page=2",
    "another port": "https://example.org:8080/story",
    "another host": "https://blog.example.org/story",
    "a word like tracking": "https://example.org/story?utmost=1",
}


@pytest.mark.parametrize("address", SAME.values(), ids=SAME)
def test_addresses_of_one_page_have_one_key(address: str) -> None:
    assert address_key(address) == "example.org/story"


@pytest.mark.parametrize("address", OTHER.values(), ids=OTHER)
def test_addresses_of_other_pages_have_others(address: str) -> None:
    assert address_key(address) not in ("example.org/story", "")


def test_the_order_of_a_query_tells_nothing_apart_but_its_values_do() -> None:
    keys = [address_key(f"https://example.org/?{query}") for query in ("a=1&b=2&utm_x=3", "b=2&a=1", "a=2&b=1", "a=&b")]

    assert keys[:2] == ["example.org?a=1&b=2"] * 2
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bücher.example/ß", "https://xn--bcher-kva.example/%C3%9F"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/?q=a+b", "https://example.org/?q=a%20b"),
        ("https://example.org", "https://example.org/"),
        ("https://www.gov.example", "https://gov.example/#top"),
    ],
)
def test_ways_to_write_one_address_are_one(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "story",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "https://[",
        "http://a:b",
    ],
)
def test_what_leads_nowhere_has_no_key_and_no_host(address: str) -> None:
    assert address_key(address) == host_of(address) == ""


def test_a_long_address_has_a_key_that_fits_an_index_and_is_its_own() -> None:
    one, other = (address_key(f"https://example.org/{'雨' * 1000}?page={page}") for page in (1, 2))

    assert len(one) == len(other) == KEY_LENGTH
    assert one != other


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://Blog.Example.org:8080", "blog.example.org"),
        ("https://www.com/", "www.com"),
    ],
)
def test_a_host_is_called_as_readers_call_it(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/story", "https://example.org/story"),
        ("example.org/story", "https://example.org/story"),
        ("example.org:8080", "https://example.org:8080"),
        ("192.0.2.1/x", "https://192.0.2.1/x"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("rain", ""),
        ("localhost:8000", ""),
        ("mailto:a@example.org", ""),
        ("javascript:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("https://user:secret@example.org", ""),
        ("https://exa mple.org", ""),
        ("https://example.org:99999", ""),
        ("https://.", ""),
        ("", ""),
    ],
)
def test_only_pages_of_the_web_will_do(typed: str, address: str) -> None:
    assert web_address(typed) == address
