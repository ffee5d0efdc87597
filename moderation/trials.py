"""What a trial found, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.comments.models import Comment
from forum.lib.text import excerpt
from moderation.models import Trial
from moderation.trying import Judged

# Of a comment that was caught.
WORDS = 160


@dataclass(frozen=True)
class Example:
    comment: Comment
    words: str
    span: str


@dataclass(frozen=True)
class Group:
    """Comments that were caught, and what people made of them."""

    label: str
    count: int
    examples: Sequence[Example]


@dataclass(frozen=True)
class Found:
    caught: int
    # Of what people judged, the share that they removed, in percent. None where they judged none.
    precision: int | None
    groups: list[Group]
    gained: int
    lost: int
    differs: list[Group]


def findings_page(trial: Trial) -> Found | None:
    """None until it is done."""
    if trial.findings is None:
        return None
    kept = trial.findings
    spans: dict[int, str] = dict(catch for catches in kept["examples"].values() for catch in catches)
    comments = Comment.objects.select_related("author", "body", "article").in_bulk(
        [*spans, *kept["gained_examples"], *kept["lost_examples"]]
    )

    def group(label: str, count: int, pks: Sequence[int]) -> Group:
        found = [comments[pk] for pk in pks if pk in comments]
        return Group(label, count, [Example(each, words_of(each), spans.get(each.pk, "")) for each in found])

    caught = kept["caught"]
    groups = [
        group(label, caught[judged], [pk for pk, _span in kept["examples"][judged]]) for judged, label in labels()
    ]
    differs = [
        group(_("Caught by this version alone"), kept["gained"], kept["gained_examples"]),
        group(_("Caught by the rule in force alone"), kept["lost"], kept["lost_examples"]),
    ]
    precision = None if kept["precision"] is None else round(100 * kept["precision"])
    return Found(sum(caught.values()), precision, groups, kept["gained"], kept["lost"], differs)


def words_of(comment: Comment) -> str:
    return excerpt(comment.body.html, WORDS)


def labels() -> list[tuple[Judged, str]]:
    return [
        (Judged.KEPT, _("False alarms: people looked at these and kept them")),
        (Judged.REMOVED, _("Removed by people, too")),
        (Judged.NOT_YET, _("Nobody has judged these")),
    ]
