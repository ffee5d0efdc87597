"""When an automatic rule applies: every condition alone, at its bound, and all of them together."""

import time

import pytest

from moderation.conditions import BadPattern, Conditions, Facts, belongs, compiled, hosts_in, span_of

TEXT = "Buy PILLS at https://shop.example.org/x and http://other.example."

EACH = {
    "pattern": (Conditions(pattern=r"pill\w"), Facts(text=TEXT), Facts(text="Rain."), "PILLS"),
    "links": (
        Conditions(links_at_least=2),
        Facts(text=TEXT),
        Facts(text="https://one.example"),
        "shop.example.org, other.example",
    ),
    "hosts": (Conditions(hosts=("example.org",)), Facts(text=TEXT), Facts(text="https://x.org"), "shop.example.org"),
    "days": (Conditions(newer_than_days=2), Facts(text="", days_here=1.9), Facts(text="", days_here=2), ""),
    "comments": (
        Conditions(fewer_comments_than=3),
        Facts(text="", comments_before=2),
        Facts(text="", comments_before=3),
        "",
    ),
    "standing": (Conditions(standing_below=0), Facts(text="", standing=-1), Facts(text="", standing=0), ""),
    "rate": (Conditions(rate_at_least=3), Facts(text="", rate=3), Facts(text="", rate=2), ""),
    "heat": (Conditions(heat_at_least=9), Facts(text="", heat=9), Facts(text="", heat=8), ""),
    "repeats": (Conditions(repeats_at_least=1), Facts(text="", repeats=1), Facts(text="", repeats=0), ""),
    "reports": (Conditions(reports_at_least=2), Facts(text="", reports=2), Facts(text="", reports=1), ""),
}


@pytest.mark.parametrize("name", EACH)
def test_a_condition_holds_up_to_its_bound(name: str) -> None:
    conditions, caught, missed, span = EACH[name]

    assert span_of(conditions, caught) == span
    assert span_of(conditions, missed) is None
    assert Conditions.read(conditions.kept()) == conditions


def test_all_conditions_must_hold() -> None:
    conditions = Conditions(pattern="pills", newer_than_days=2)

    assert span_of(conditions, Facts(text=TEXT, days_here=1)) == "PILLS"
    assert span_of(conditions, Facts(text=TEXT, days_here=9)) is None
    assert span_of(conditions, Facts(text="Rain.", days_here=1)) is None


def test_a_rule_without_conditions_never_applies() -> None:
    assert span_of(Conditions(), Facts(text=TEXT, days_here=0, comments_before=0, standing=-9)) is None


def test_a_host_is_its_own_and_what_lies_below_it() -> None:
    assert belongs("example.org", ["example.org"])
    assert belongs("www.example.org", ["example.org"])
    assert not belongs("badexample.org", ["example.org"])
    assert not belongs("example.org.evil.example", ["example.org"])


def test_links_lead_to_hosts_whatever_they_look_like() -> None:
    text = "www.Example.ORG, https://user@example.org:8080/x), [a](http://b.example./) ftp://no.example mail@c.example"

    assert hosts_in(text) == ["www.example.org", "example.org", "b.example"]


@pytest.mark.parametrize("pattern", ["(", r"(?P<a>x)\k", r"(a)\1", "(?=a)", "a{1,2000}"])
def test_a_pattern_that_could_take_long_is_no_pattern(pattern: str) -> None:
    with pytest.raises(BadPattern):
        compiled(pattern)


def test_a_hostile_pattern_stays_linear() -> None:
    begun = time.process_time()

    assert span_of(Conditions(pattern="(a+)+$"), Facts(text="a" * 50_000 + "!")) is None

    # A backtracking engine would not end while anybody lives.
    assert time.process_time() - begun < 5
