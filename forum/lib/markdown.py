"""From what somebody typed to HTML that is safe to show: the only way in."""

from collections.abc import Collection
from typing import assert_never

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.lib.gentle import gentle_parser, plain_parser
from forum.lib.links import mentioned_names
from forum.lib.sanitising import sanitise, sanitise_rendered

__all__ = ["Format", "mentioned_names", "render", "sanitise"]


class Format(models.TextChoices):
    MARKDOWN = "markdown", _("Markdown")
    HTML = "html", _("HTML")
    TEXT = "text", _("plain text")


def render(text: str, format: str, *, mentions: Collection[str] = ()) -> str:
    """Safe HTML. `mentions` are the names of people who exist: `@name` of anybody else stays as typed, and so does all HTML."""
    people = {name.lower(): reverse("person", args=[name]) for name in mentions}
    match Format(format):
        case Format.HTML:
            return sanitise(text)
        case Format.MARKDOWN:
            return sanitise_rendered(_gentle.render(text, {"people": people}))
        case Format.TEXT:
            return sanitise_rendered(_plain.render(text, {"people": people}))
        case other:
            assert_never(other)


_gentle = gentle_parser()
_plain = plain_parser()
