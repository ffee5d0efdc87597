"""The rules: everybody reads them, admins write them, and every change is logged."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation.acting import Decided
from moderation.models import Act, LoggedAct, Rule
from moderation.ruling import Wording, add_rule, move_rule
from moderation.verifying import verify_log
from tests.make import RuleFactory

type Browse = Callable[[User], Client]


@pytest.fixture
def rules(db: None) -> list[Rule]:
    Rule.objects.all().delete()
    titles = ("Be civil", "No umbrellas", "Nothing illegal")
    return [
        RuleFactory.create(title=title, place=10 * place, is_legal=title == "Nothing illegal")
        for place, title in enumerate(titles, start=1)
    ]


def titles() -> list[str]:
    return [rule.title for rule in Rule.objects.in_force()]


def acts() -> list[str]:
    return list(LoggedAct.objects.order_by("number").values_list("act", flat=True))


def test_everybody_reads_the_rules_in_force(rules: list[Rule]) -> None:
    RuleFactory.create(title="No hats", text="Sesame", retired_at=timezone.now())

    page = Client().get("/rules").content.decode()

    assert page.index("Be civil") < page.index("No umbrellas") < page.index("Nothing illegal")
    assert f'id="rule-{rules[0].pk}"' in page
    assert "No hats" not in page
    assert "Sesame" not in page


def test_an_admin_adds_a_rule_at_the_end(browse: Browse, ada: User, rules: list[Rule]) -> None:
    browse(ada).post("/moderation/rules", {"title": "No shouting", "text": "Nobody hears better."})

    assert titles() == ["Be civil", "No umbrellas", "Nothing illegal", "No shouting"]
    entry = LoggedAct.objects.select_related("particulars").get()
    assert (entry.act, entry.rule_title, entry.particulars.by) == (Act.ADD_RULE, "No shouting", ada)
    assert verify_log().fault is None


def test_a_changed_rule_is_logged_with_what_it_said_before(browse: Browse, ada: User, rules: list[Rule]) -> None:
    browse(ada).post(f"/moderation/rules/{rules[0].pk}", {"title": "Be kind", "text": "To all."})

    entry = LoggedAct.objects.select_related("particulars").get()
    assert titles()[0] == "Be kind"
    assert (entry.act, entry.rule_title, entry.particulars.words) == (Act.CHANGE_RULE, "Be kind", "Be civil")


def test_a_rule_that_says_the_same_is_not_logged(browse: Browse, ada: User, rules: list[Rule]) -> None:
    browse(ada).post(f"/moderation/rules/{rules[0].pk}", {"title": "Be civil", "text": ""})

    assert acts() == []


@pytest.mark.parametrize("url", ["/moderation/rules", "/moderation/rules/{pk}"])
def test_two_rules_have_two_titles(browse: Browse, ada: User, rules: list[Rule], url: str) -> None:
    answer = browse(ada).post(url.format(pk=rules[0].pk), {"title": "NO UMBRELLAS", "text": "Kept."})

    assert answer.status_code == 422
    assert "There is a rule of this title already" in answer.content.decode()
    assert "Kept." in answer.content.decode()
    assert acts() == []


@pytest.mark.parametrize(("field", "most"), [("title", 80), ("text", 1000)])
def test_a_rule_is_bounded(browse: Browse, ada: User, rules: list[Rule], field: str, most: int) -> None:
    sent = {"title": "No shouting", "text": ""}

    too_long = browse(ada).post("/moderation/rules", {**sent, field: "é" * (most + 1)})
    fits = browse(ada).post("/moderation/rules", {**sent, field: "é" * most})

    assert (too_long.status_code, fits.status_code) == (422, 303)


def test_rules_are_moved_up_and_down(browse: Browse, ada: User, rules: list[Rule]) -> None:
    adas = browse(ada)

    adas.post(f"/moderation/rules/{rules[2].pk}/move", {"way": "up"})
    assert titles() == ["Be civil", "Nothing illegal", "No umbrellas"]
    adas.post(f"/moderation/rules/{rules[0].pk}/move", {"way": "down"})
    assert titles() == ["Nothing illegal", "Be civil", "No umbrellas"]
    adas.post(f"/moderation/rules/{rules[2].pk}/move", {"way": "up"})

    assert titles() == ["Nothing illegal", "Be civil", "No umbrellas"]
    assert acts() == [Act.MOVE_RULE, Act.MOVE_RULE]


def test_rules_of_one_place_can_be_moved_too(ada: User, rules: list[Rule]) -> None:
    Rule.objects.update(place=0)

    move_rule(rules[1], Decided(by=ada, at=timezone.now()), up=True)

    assert titles() == ["No umbrellas", "Be civil", "Nothing illegal"]


def test_a_rule_is_retired_and_brought_back(browse: Browse, ada: User, rules: list[Rule]) -> None:
    adas, pk = browse(ada), rules[1].pk

    for _twice in range(2):
        adas.post(f"/moderation/rules/{pk}/retire")
    between = titles()
    for _twice in range(2):
        adas.post(f"/moderation/rules/{pk}/bring-back")

    assert between == ["Be civil", "Nothing illegal"]
    assert titles() == ["Be civil", "No umbrellas", "Nothing illegal"]
    assert acts() == [Act.RETIRE_RULE, Act.BRING_BACK_RULE]


def test_the_rule_about_law_is_not_retired_until_another_one_is_marked(
    browse: Browse, ada: User, rules: list[Rule]
) -> None:
    adas, law = browse(ada), rules[2]

    refused = adas.post(f"/moderation/rules/{law.pk}/retire", follow=True).content.decode()
    adas.post(f"/moderation/rules/{rules[0].pk}", {"title": "Be civil", "text": "", "is_legal": "on"})
    adas.post(f"/moderation/rules/{law.pk}/retire")

    assert "Mark another one for them first." in refused
    assert Rule.objects.about_law() == rules[0]
    assert titles() == ["Be civil", "No umbrellas"]


def test_a_rule_is_added_as_the_one_about_law(ada: User, rules: list[Rule]) -> None:
    rule = add_rule(Wording(title="The law", is_legal=True), Decided(by=ada, at=timezone.now()))

    assert Rule.objects.about_law() == rule
    assert Rule.objects.filter(is_legal=True).count() == 1


def test_moderators_do_not_write_rules(browse: Browse, mona: User, rules: list[Rule]) -> None:
    answer = browse(mona).post("/moderation/rules", {"title": "No shouting", "text": ""})

    assert answer.status_code == 403
    assert "No shouting" not in titles()
