"""From what somebody typed to HTML that is safe to show: the only way in."""

from collections.abc import Collection
from typing import assert_never

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markdown_it.utils import EnvType

from forum.lib.gentle import gentle_parser, plain_parser
from forum.lib.hostile import is_hostile_markdown, is_nested_too_deep
from forum.lib.links import mentioned_names
from forum.lib.sanitising import sanitise, sanitise_rendered

__all__ = ["Format", "mentioned_names", "render", "sanitise", "well_ended"]


class Format(models.TextChoices):
    MARKDOWN = "markdown", _("Markdown")
    HTML = "html", _("HTML")
    TEXT = "text", _("plain text")


def render(text: str, format: str, *, mentions: Collection[str] = ()) -> str:
    """Safe HTML. `mentions` are names of people who exist; `@name` of others stays as typed, as it does in HTML.

    Markdown that is too hostile to read is rendered as plain text (forum.lib.hostile).
    """
    people = {name.lower(): reverse("person", args=[name]) for name in mentions}
    match Format(format):
        case Format.HTML:
            return sanitise(text)
        case Format.MARKDOWN:
            return sanitise_rendered(_render_markdown(text, {"people": people}))
        case Format.TEXT:
            return sanitise_rendered(_render_plain(text, {"people": people}))
        case other:
            assert_never(other)


def well_ended(source: str) -> str | None:
    """With its last block of code closed, so that something else can follow. None where it is shown as plain text."""
    if is_hostile_markdown(source):
        return None
    tokens = _gentle.parse(f"{source}\n\nx", {})
    if is_nested_too_deep(tokens):
        return None
    return f"{source}\n{tokens[-1].markup}" if tokens[-1].type == "fence" else source


def _render_markdown(text: str, env: EnvType) -> str:
    if is_hostile_markdown(text):
        return _render_plain(text, env)
    tokens = _gentle.parse(text, env)
    if is_nested_too_deep(tokens):
        return _render_plain(text, env)
    return str(_gentle.renderer.render(tokens, _gentle.options, env))


def _render_plain(text: str, env: EnvType) -> str:
    return str(_plain.render(text, env))


_gentle = gentle_parser()
_plain = plain_parser()
