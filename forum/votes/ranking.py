"""What a score is worth: the orders that are stored in columns."""

from math import sqrt

# 95 %: the bound under which the true share of up-votes lies only one time in twenty.
Z = 1.96


def wilson_lower_bound(good: int, bad: int) -> float:
    """The share of good votes that we can be 95 % sure of.

    Wilson 1927; made known by Miller, "How Not To Sort By Average Rating".
    """
    total = good + bad
    if total == 0:
        return 0.0
    share = good / total
    middle = share + Z * Z / (2 * total)
    spread = Z * sqrt((share * (1 - share) + Z * Z / (4 * total)) / total)
    return (middle - spread) / (1 + Z * Z / total)


def best_rank(up: int, down: int) -> float:
    """The order "best": sure of being liked first, sure of being disliked last, unknown between.

    Where downs lead it is minus their bound, so that -20 comes after -1.
    """
    return wilson_lower_bound(up, down) if up >= down else -wilson_lower_bound(down, up)
