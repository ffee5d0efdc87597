"""Making an automatic rule in the browser: draft, trial, shadow, live, and what the form refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.events.relaying import relay
from moderation.autoruling import state_of
from moderation.models import AutoRule, AutoRuleVersion, Trial
from tests.make import RuleFactory, make_comment
from tests.pages import text_of

type Browse = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def terms(**said: str) -> dict[str, str]:
    rule = str(RuleFactory.create().pk)
    return {"title": "No pills", "pattern": "pills", "action": "hold", "rule": rule, "words": "No pills here.", **said}


def test_a_rule_goes_from_a_draft_by_a_trial_to_work(browse: Browse, mona: User, bob: User) -> None:
    comment = make_comment(by=bob, text="Pills, <b>cheap</b> pills")
    monas = browse(mona)

    page = text_of(monas.post("/moderation/automatic/new", terms(), follow=True).content.decode())
    autorule, version = AutoRule.objects.get(), AutoRuleVersion.objects.get()
    drafted = state_of(autorule)
    monas.post(f"/moderation/automatic/versions/{version.pk}/try", {"days": "7"})
    trial = Trial.objects.get()
    waiting = monas.get(f"/moderation/automatic/trials/{trial.pk}").content.decode()
    relay()
    found = text_of(monas.get(f"/moderation/automatic/trials/{trial.pk}").content.decode())
    monas.post(f"/moderation/automatic/versions/{version.pk}/force", {"state": "live"})

    assert "No pills" in page
    assert drafted == "off"
    assert "<progress" in waiting
    assert "1 of 1 comment would have been caught." in found
    assert "Pills, cheap pills" in found.replace("<b>", "").replace("</b>", "")
    assert state_of(AutoRule.objects.get()) == "live"
    monas.post(f"/moderation/automatic/{autorule.pk}/stop")
    assert state_of(AutoRule.objects.get()) == "off"
    assert Comment.objects.get().pk == comment.pk


def test_a_trial_of_a_new_version_tells_the_difference(browse: Browse, mona: User, bob: User) -> None:
    make_comment(by=bob, text="Pills")
    make_comment(by=bob, text="Watches")
    monas = browse(mona)
    monas.post("/moderation/automatic/new", terms())
    autorule, first = AutoRule.objects.get(), AutoRuleVersion.objects.get()
    monas.post(f"/moderation/automatic/versions/{first.pk}/force", {"state": "shadow"})

    monas.post(f"/moderation/automatic/{autorule.pk}", terms(pattern="watches"))
    second = AutoRuleVersion.objects.latest("number")
    monas.post(f"/moderation/automatic/versions/{second.pk}/try", {"days": "30"})
    relay()

    trial = Trial.objects.get()
    page = text_of(monas.get(f"/moderation/automatic/trials/{trial.pk}").content.decode())
    assert "Beside the version in force: 1 more, 1 fewer." in page
    assert AutoRule.objects.get().current == first


def test_a_trial_runs_once_however_often_it_is_delivered(browse: Browse, mona: User) -> None:
    monas = browse(mona)
    monas.post("/moderation/automatic/new", terms())
    version = AutoRuleVersion.objects.get()
    monas.post(f"/moderation/automatic/versions/{version.pk}/try", {"days": "7"})
    relay()
    done = Trial.objects.get()

    Trial.objects.update(asked_at=timezone.now() + timedelta(days=1))
    relay()

    assert Trial.objects.get().done_at == done.done_at


REFUSED = {
    "no name": ({"title": ""}, "This field is required."),
    "a name too long": ({"title": "x" * 81}, "1 character too long"),
    "no condition": ({"pattern": ""}, "at least one condition"),
    "a pattern that RE2 does not take": ({"pattern": "(a)\\1"}, "RE2 does not take this"),
    "a pattern too long": ({"pattern": "x" * 501}, "at most 500 characters"),
    "too many sites": ({"hosts": "\n".join(f"s{n}.example" for n in range(101))}, "At most 100 sites"),
    "a site too long": ({"hosts": "x" * 254}, "At most 100 sites"),
    "a bound below one": ({"links_at_least": "0"}, "greater than or equal to 1"),
    "a bound too high": ({"links_at_least": "10001"}, "less than or equal to 10000"),
    "a standing too low": ({"standing_below": "-1000001"}, "greater than or equal to -1000000"),
    "no such action": ({"action": "burn"}, "burn is not one of the available choices"),
    "no such rule": ({"rule": "0"}, "That choice is not one of the available choices"),
    "no words": ({"words": ""}, "This field is required."),
    "too many words": ({"words": "x" * 501}, "1 character too long"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(what: str, browse: Browse, mona: User) -> None:
    said, words = REFUSED[what]

    answer = browse(mona).post("/moderation/automatic/new", terms(**said))

    assert answer.status_code == 422
    assert words in text_of(answer.content.decode())
    assert not AutoRule.objects.exists()


def test_two_rules_have_two_names(browse: Browse, mona: User) -> None:
    monas = browse(mona)
    monas.post("/moderation/automatic/new", terms())

    again = monas.post("/moderation/automatic/new", terms(title="no PILLS"))

    assert again.status_code == 422
    assert "Another rule has this name." in again.content.decode()


@pytest.mark.parametrize("days", ["", "8", "x"])
def test_a_trial_goes_back_as_far_as_is_offered(days: str, browse: Browse, mona: User) -> None:
    monas = browse(mona)
    monas.post("/moderation/automatic/new", terms())

    answer = monas.post(f"/moderation/automatic/versions/{AutoRuleVersion.objects.get().pk}/try", {"days": days})

    assert answer.status_code == 403
    assert not Trial.objects.exists()
