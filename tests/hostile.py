"""Texts that were written to make a Markdown renderer slow, at any length."""

from collections.abc import Iterator

UNITS = (">", "> ", "[", "*a_", "[a](", "![", "a@", "www.", "<a ", "`", "&amp;", "@a ", "|", "- ", "**a ", "\\", "~~")


def hostile_inputs(length: int) -> Iterator[tuple[str, str]]:
    """(what it is made of, the text) for each shape."""
    for unit in UNITS:
        yield f"{unit!r} again and again", (unit * length)[:length]
    yield "growing back-ticks", " ".join("`" * n for n in range(1, 140))[:length]
    yield "nested images", ("![" * (length // 8) + "](a)" * (length // 8))[:length]
    yield "a deep list", "\n".join("  " * n + "- a" for n in range(95))[:length]
