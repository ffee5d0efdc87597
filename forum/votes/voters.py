"""The voter of a thing: its score, and the buttons of those who may change it. All of its words are here."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.lib.numerals import numeral


class Arrow(NamedTuple):
    """A button. `value` is what pressing it makes of the vote: pressed once more it takes it back."""

    sign: str
    label: str
    value: int
    is_pressed: bool


class Voter(NamedTuple):
    """Where votes go: empty for those who have no buttons. No score where there is nothing to say."""

    url: str
    score: str
    up: Arrow
    down: Arrow


class Voters:
    """The voters of one page, their words translated once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        up, down = _("Vote up"), _("Vote down")
        self.arrows = {
            own: (
                Arrow("▲", up, 0 if own == 1 else 1, own == 1),
                Arrow("▼", down, 0 if own == -1 else -1, own == -1),
            )
            for own in (-1, 0, 1)
        }

    def hides(self, published_at: datetime | None) -> bool:
        """Whether the score of what was published then is nobody's to see yet."""
        hidden = timedelta(minutes=settings.SCORE_HIDDEN_MINUTES)
        return published_at is not None and self.now - published_at < hidden

    def of(self, score: int, *, own: int, url: str, published_at: datetime | None) -> Voter:
        """`own` is what this viewer voted, `url` where votes of theirs go: empty where they may not."""
        up, down = self.arrows[own]
        if self.hides(published_at):
            return Voter(url, _("score hidden"), up, down)
        return Voter(url, points(score) if score or url else "", up, down)


def points(score: int) -> str:
    return ngettext("%(points)s point", "%(points)s points", abs(score)) % {"points": numeral(score)}


def voter_html(voter: Voter) -> SafeString:
    """A voter by itself: in a Django template, or as the answer to a vote."""
    html = get_template("votes/_alone.html", using="jinja2").render({"voter": voter})
    return mark_safe(html.strip())  # noqa: S308 - Jinja2 escaped all of it
