"""How much a test does: everyday sizes, or those of acceptance (`./dev test --full`)."""

import os

FULL = os.environ.get("UNDERSTORY_FULL") == "1"


def at_full_size[T](everyday: T, full: T) -> T:
    return full if FULL else everyday
