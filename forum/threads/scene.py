"""For whom a page is made, of what, and when."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from accounts.preferences import Preferences, preferences_of
from forum.articles.models import Article
from forum.comments.policy import Viewer
from forum.lib.stamps import Clock
from forum.threads.actions import Buttons
from forum.threads.news import Trail
from forum.threads.reasons import Reason
from forum.threads.rows import Row
from forum.votes.voters import Voters


@dataclass(frozen=True)
class Scene:
    """Who looks at what, and when."""

    viewer: Viewer
    article: Article
    clock: Clock
    # The comment of a permalink: it is marked, and never folded for its score.
    target: int | None = None
    # What the viewer voted, by comment.
    votes: Mapping[int, int] = field(default_factory=dict)
    # Comments whose branches the viewer collapsed. None where comments stand without their branches: there nothing can
    # be collapsed, and no way leads to a neighbour.
    collapsed: Set[int] | None = None
    # Comments of people whom the viewer muted, or in a branch that they muted.
    muted: Set[int] = frozenset()
    # What is new to the viewer.
    trail: Trail = field(default_factory=Trail)
    # Why comments were removed.
    reasons: Mapping[int, Reason] = field(default_factory=dict)
    # Comments of other pages whose authors this one names.
    elsewhere: Mapping[int, Row] = field(default_factory=dict)
    # Whether search engines are told what is what: where nobody is signed in, on the pages that they are to find.
    is_described: bool = False

    @cached_property
    def preferences(self) -> Preferences:
        return preferences_of(self.viewer)

    def is_muted(self, comment: Row) -> bool:
        """Folded, but not where it is what one came for."""
        return comment.id in self.muted and comment.id != self.target

    @cached_property
    def buttons(self) -> Buttons:
        return Buttons(self.viewer, self.article)

    @cached_property
    def voters(self) -> Voters:
        return Voters(self.clock.now)
