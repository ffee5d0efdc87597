"""How votes call themselves where only operators look."""

from forum.comments.models import CommentTallyMark, CommentVote


def test_a_vote_says_which_way_it_goes_and_a_mark_which_it_is() -> None:
    assert [str(CommentVote(value=value)) for value in (1, 0, -1)] == ["+1", "+0", "-1"]
    assert str(CommentTallyMark(pk=7)) == "7"
