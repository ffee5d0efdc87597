"""What two states of an article have in common and what not, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.articles.writing import Said
from forum.lib.diffs import Piece, word_diff

LABELS: dict[str, Promise] = {
    "title": _("Title"),
    "deck": _("Deck"),
    "dateline": _("Place and date"),
    "source": _("Source"),
    "tags": _("Tags"),
    "text": _("Text"),
}


@dataclass(frozen=True)
class Part:
    label: Promise
    pieces: Sequence[Piece]


def whole(now: Said) -> list[Part]:
    """All of it, as it stands."""
    return [Part(label, [Piece("same", now[name])]) for name, label in LABELS.items() if now[name]]


def changed(before: Said, now: Said) -> list[Part]:
    """The parts in which they differ."""
    return [
        Part(label, word_diff(before[name], now[name])) for name, label in LABELS.items() if before[name] != now[name]
    ]
