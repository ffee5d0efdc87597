"""A trial of a rule, beside figures that were counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from moderation.autoruling import Terms, draft_version
from moderation.conditions import Conditions
from moderation.deciding import Verdict, decide
from moderation.models import AutoRule, AutoRuleVersion
from moderation.trying import PERIODS, Findings, Judged, try_rule
from tests.make import ArticleFactory, RuleFactory, UserFactory
from tests.moderation.cases import case_of, decided_by

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WEEK = PERIODS[7]


def say(text: str, *, by: User, ago: timedelta) -> Comment:
    """A comment that was posted here, so long before NOW."""
    seed = Seed("0", None, by.pk, NOW - ago, text=text, html="")
    [pk] = plant_threads(ArticleFactory.create(), [seed]).values()
    comment = Comment.objects.get(pk=pk)
    comment.body.imported_with = comment.body.imported_id = None
    comment.body.save()
    return comment


@pytest.fixture
def past(bob: User, carol: User, mona: User) -> None:
    """Twelve comments within a week: six name pills, of which three were removed, one was kept, two nobody judged."""
    for hours in range(6):
        say("Rain again.", by=carol, ago=timedelta(hours=hours + 1))
    pills = [say(f"Pills, lot {n}", by=bob, ago=timedelta(hours=n + 10)) for n in range(6)]
    for comment in pills[:3]:
        remove_comment(comment, by=mona, at=NOW)
    decide(case_of(pills[3]).pk, Verdict.APPROVE, decided_by(mona))
    say("Pills of long ago", by=bob, ago=timedelta(days=8))


def trial(conditions: Conditions, *, live: Conditions | None = None) -> Findings:
    return try_rule(conditions, period=WEEK, now=NOW, live=live)


def test_its_numbers_are_those_that_were_counted_by_hand(past: None) -> None:
    found = trial(Conditions(pattern="pills"))

    assert (found.looked_at, found.count) == (12, 6)
    assert found.caught == {Judged.REMOVED: 3, Judged.KEPT: 1, Judged.NOT_YET: 2}
    assert found.precision == pytest.approx(3 / 4)
    assert [catch.span for catch in found.examples[Judged.KEPT]] == ["Pills"]


def test_of_what_nobody_judged_it_says_no_precision(past: None) -> None:
    assert trial(Conditions(pattern="rain")).precision is None


def test_it_tells_what_a_draft_gains_and_loses_beside_the_live_rule(past: None, bob: User) -> None:
    found = trial(Conditions(pattern="lot [0-3]"), live=Conditions(pattern="lot [2-5]"))

    spans = {comment.pk: comment.body.text[-1] for comment in Comment.objects.filter(author=bob)}
    assert sorted(spans[pk] for pk in found.gained) == ["0", "1"]
    assert sorted(spans[pk] for pk in found.lost) == ["4", "5"]


def test_conditions_on_people_are_those_of_that_moment() -> None:
    person = UserFactory.create(joined_at=NOW - timedelta(days=5))
    for days in (4.5, 3, 1):
        say("Hello.", by=person, ago=timedelta(days=days))

    assert trial(Conditions(newer_than_days=1)).count == 1
    assert trial(Conditions(newer_than_days=3)).count == 2
    assert trial(Conditions(fewer_comments_than=2)).count == 2
    assert trial(Conditions(repeats_at_least=1)).count == 2
    assert trial(Conditions(repeats_at_least=2)).count == 1


def test_what_came_before_the_period_counts_towards_it() -> None:
    person = UserFactory.create()
    for minutes in (5, 2, -1, -3):
        say("Hello.", by=person, ago=WEEK + timedelta(minutes=minutes))

    assert trial(Conditions(rate_at_least=2)).count == 2
    assert trial(Conditions(rate_at_least=3)).count == 1
    assert trial(Conditions(fewer_comments_than=3)).count == 1


def test_imported_comments_are_left_out(bob: User) -> None:
    comment = say("Pills", by=bob, ago=timedelta(hours=1))
    comment.body.imported_with, comment.body.imported_id = comment.article, "1"
    comment.body.save()

    assert trial(Conditions(pattern="pills")).looked_at == 0


def test_the_command_tells_it_and_writes_nothing(past: None, ada: User, capsys: pytest.CaptureFixture[str]) -> None:
    autorule = AutoRule.objects.create(title="No pills", owner=ada)
    terms = Terms(Conditions(pattern="pills"), AutoRuleVersion.Action.HOLD, RuleFactory.create(), "No.")
    draft_version(autorule, terms, by=ada, at=NOW)
    before = everything()

    call_command("try_rule", "no PILLS", days=90)

    assert "comments of the last 90 days" in capsys.readouterr().out
    assert everything() == before


def test_the_command_names_a_rule_that_there_is_not() -> None:
    with pytest.raises(CommandError, match="no automatic rule"):
        call_command("try_rule", "No hats")


def everything() -> dict[str, list[dict[str, object]]]:
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }
