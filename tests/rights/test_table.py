"""The table knows every address of the site, and no other."""

from collections.abc import Iterator, Sequence

from django.contrib.admindocs.utils import replace_named_groups
from django.urls import URLPattern, URLResolver, get_resolver

from tests.rights.forms import FORMS
from tests.rights.table import LINES, WHO
from tests.rights.things import THINGS


def addresses(patterns: Sequence[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Every address that the resolver knows, whoever's it is; a regular expression by the names of its groups."""
    for pattern in patterns:
        # Twice: of two groups side by side it names one at a time.
        address = prefix + replace_named_groups(replace_named_groups(str(pattern.pattern))).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address


def test_every_address_is_judged() -> None:
    unjudged = sorted(set(addresses(get_resolver().url_patterns)) - {line.address for line in LINES})

    assert unjudged == [], f"Nobody has judged who may do what at {unjudged}: add lines to tests/rights/table.py"


def test_the_table_has_no_line_for_an_address_that_is_gone() -> None:
    gone = sorted({line.address for line in LINES} - set(addresses(get_resolver().url_patterns)))

    assert gone == [], f"These lead nowhere any more: {gone}. Take them out of tests/rights/table.py"


def test_every_word_of_the_table_means_something() -> None:
    for line in LINES:
        assert line.of in THINGS, f"{line}: no builder in tests/rights/things.py"
        assert line.form in FORMS, f"{line}: no payload in tests/rights/forms.py"
        for right in (line.get, line.post):
            assert set(right.word.removesuffix("?").split("+")) <= WHO.keys(), f"{line}: {right.word} is nobody"


def test_no_two_lines_say_the_same() -> None:
    assert len({str(line) for line in LINES}) == len(LINES)
