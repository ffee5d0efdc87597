"""The Jinja2 environment of the comment list."""

from jinja2 import Environment


def environment(**options: object) -> Environment:
    """What the template backend makes: undefined names and stray whitespace stay out of the page."""
    return Environment(**options)  # type: ignore[arg-type]  # the backend's own options, which it documents as these
