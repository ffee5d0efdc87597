"""The orders "best" and "hot"."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.votes.ranking import best_rank, hot_rank, wilson_lower_bound

COUNTS = st.integers(min_value=0, max_value=100_000)


@pytest.mark.parametrize(
    ("up", "down", "bound"),
    # Worked out by hand from the formula.
    [(0, 0, 0.0), (1, 0, 0.2065), (0, 1, 0.0), (10, 0, 0.7225), (5, 5, 0.2366), (100, 10, 0.8407), (1, 1, 0.0945)],
)
def test_the_bound_is_wilsons(up: int, down: int, bound: float) -> None:
    assert wilson_lower_bound(up, down) == pytest.approx(bound, abs=5e-5)


@given(up=COUNTS, down=COUNTS)
def test_the_bound_is_below_the_share_and_never_below_nothing(up: int, down: int) -> None:
    assert -1e-12 <= wilson_lower_bound(up, down) <= up / max(1, up + down)


@given(up=COUNTS, down=COUNTS)
def test_a_vote_up_ranks_higher_and_a_vote_down_lower(up: int, down: int) -> None:
    if up >= down:
        assert best_rank(up + 1, down) > best_rank(up, down)
    else:
        assert best_rank(up, down + 1) < best_rank(up, down)


@given(up=COUNTS, down=COUNTS)
def test_what_is_disliked_stands_as_far_below_nothing_as_its_mirror_above(up: int, down: int) -> None:
    if up != down:
        assert best_rank(up, down) == -best_rank(down, up)


def test_best_goes_from_surely_liked_over_unknown_to_surely_disliked() -> None:
    votes = [(100, 1), (10, 1), (1, 0), (0, 0), (0, 1), (1, 10), (0, 20), (1, 200)]

    assert sorted(votes, key=lambda vote: best_rank(*vote), reverse=True) == votes


NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("score", "hot"),
    # 1,795,608,000 s after 1970 are 39,902.4 spans of 45,000 s.
    [(0, 39_902_400_000), (1, 39_902_400_000), (100, 39_904_400_000), (-10, 39_901_400_000)],
)
def test_hot_adds_the_digits_of_the_score_to_the_time(score: int, hot: int) -> None:
    assert hot_rank(score, NOON) == hot


def test_ten_times_the_score_is_worth_twelve_and_a_half_hours() -> None:
    assert hot_rank(1000, NOON) == hot_rank(100, NOON + timedelta(hours=12.5))
