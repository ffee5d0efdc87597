"""The Jinja2 environment of the comment list."""

from jinja2 import Environment, StrictUndefined


def environment(**options: object) -> Environment:
    """What the template backend makes, without the whitespace of 200 loops, and with an error for a misspelt name."""
    options |= {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    return Environment(**options)  # type: ignore[arg-type]  # noqa: S701 - the backend's options, autoescape among them
