"""The keys, as their page tells of them. What they do is in static/js/behaviors/keys.js."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Key(NamedTuple):
    """One key, or several pressed one after the other."""

    strokes: str
    does: Promise


KEYS = {
    _("To go somewhere"): [
        Key("j", _("Next comment; after the last what leads to more. In a list, the next article: Enter opens it")),
        Key("k", _("The one before")),
        Key("n", _("Next new comment, also into folds and on to other pages")),
        Key("p", _("The comment that this one answers")),
        Key("/", _("Find in this thread")),
        Key("g h", _("Front page")),
    ],
    _("To do something with the comment that you are at"): [
        Key("o", _("Open the fold below it, or what was folded for its score")),
        Key("c", _("Collapse it with its replies, and back")),
        Key("r", _("Reply")),
        Key("e", _("Edit, if it is yours")),
        Key("u", _("Vote up, and take it back")),
        Key("d", _("Vote down, and take it back")),
        Key("w", _("Watch its branch, and take that back; before the first comment, the article")),
        Key("m", _("Mute it, likewise")),
    ],
    _("Besides"): [
        Key("?", _("These keys")),
        Key("Esc", _("Close this, or an answer without new words")),
        Key("Ctrl+Enter", _("Send what you are writing (Cmd+Enter on a Mac)")),
    ],
}
