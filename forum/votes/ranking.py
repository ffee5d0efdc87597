"""What a score is worth: the orders that are stored in columns."""

from datetime import datetime
from math import log10, sqrt

# 95 %: the bound under which the true share of up-votes lies only one time in twenty.
Z = 1.96

# Ten times the score is worth being this much younger.
SECONDS_A_DIGIT = 45_000
# Ranks are whole numbers: the sixth decimal tells two articles apart that are 0.045 s apart.
HOT_SCALE = 1_000_000


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


def hot_rank(score: int, published_at: datetime) -> int:
    """The order "hot": fixed once and for all by score and time, so that no clock has to rank everything anew.

    Reddit's formula, as Salihefendic explains it in "How Reddit ranking algorithms work" (2010):
    sign(score) x log10(max(|score|, 1)) + seconds since 1970 / 45,000.
    """
    sign = (score > 0) - (score < 0)
    return round(HOT_SCALE * (sign * log10(max(abs(score), 1)) + published_at.timestamp() / SECONDS_A_DIGIT))
