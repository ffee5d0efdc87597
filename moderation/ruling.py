"""What admins do to the rules, each change with its entry in the log: one transaction, both or neither."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.acting import Decided
from moderation.log import Done, write
from moderation.models import Act, LoggedAct, Rule

# Between two places, so that they can be told from those that were written by hand.
STEP = 10


@dataclass(frozen=True, kw_only=True)
class Wording:
    title: str
    text: str = ""
    # Whether notices of something illegal name it. One rule's alone: it is given, and taken from the other.
    is_legal: bool = False


class RuleAboutLaw(Exception):
    """Notices of something illegal name it: another one takes that over first."""

    def __str__(self) -> str:
        return _("Notices of something illegal name this rule. Mark another one for them first.")


@transaction.atomic
def add_rule(wording: Wording, decided: Decided) -> Rule:
    """At the end of the list. Raises IntegrityError where there is one of that title."""
    rules = locked_rules()
    rule = Rule(title=wording.title, text=wording.text, place=max((each.place for each in rules), default=0) + STEP)
    rule.save()
    if wording.is_legal:
        mark_as_legal(rule)
    log_of_rule(Act.ADD_RULE, rule, decided)
    return rule


@transaction.atomic
def change_rule(rule: Rule, wording: Wording, decided: Decided) -> LoggedAct | None:
    """None where it says that already. Decisions keep the title that it had then. Raises IntegrityError as above."""
    rule = next(each for each in locked_rules() if each.pk == rule.pk)
    becomes_legal = wording.is_legal and not rule.is_legal and rule.retired_at is None
    if (rule.title, rule.text) == (wording.title, wording.text) and not becomes_legal:
        return None
    before = words_of(rule)
    rule.title, rule.text = wording.title, wording.text
    rule.save(update_fields=["title", "text"])
    if becomes_legal:
        mark_as_legal(rule)
    return log_of_rule(Act.CHANGE_RULE, rule, decided, before=before)


@transaction.atomic
def move_rule(rule: Rule, decided: Decided, *, up: bool) -> LoggedAct | None:
    """Before the rule in force that stands before it, or behind the next one. None where there is none."""
    rules = sorted((each for each in locked_rules() if each.retired_at is None), key=lambda each: (each.place, each.pk))
    at = next((index for index, each in enumerate(rules) if each.pk == rule.pk), None)
    if at is None or not 0 <= (to := at - 1 if up else at + 1) < len(rules):
        return None
    rules.insert(to, rules.pop(at))
    for place, each in enumerate(rules, start=1):
        Rule.objects.filter(pk=each.pk).update(place=place * STEP)
    return log_of_rule(Act.MOVE_RULE, rule, decided)


@transaction.atomic
def retire_rule(rule: Rule, decided: Decided) -> LoggedAct | None:
    """It is offered no more; what was decided by it stays. None where it is retired. Raises RuleAboutLaw."""
    rule = next(each for each in locked_rules() if each.pk == rule.pk)
    if rule.is_legal:
        raise RuleAboutLaw
    if rule.retired_at:
        return None
    Rule.objects.filter(pk=rule.pk).update(retired_at=decided.at)
    return log_of_rule(Act.RETIRE_RULE, rule, decided)


@transaction.atomic
def bring_back_rule(rule: Rule, decided: Decided) -> LoggedAct | None:
    done = Rule.objects.filter(pk=rule.pk, retired_at__isnull=False).update(retired_at=None)
    return log_of_rule(Act.BRING_BACK_RULE, rule, decided) if done else None


# -- What they share --------------------------------------------------------------------------------------------------


def locked_rules() -> list[Rule]:
    """All of them: there are few, and what is done to one looks at the others."""
    return list(Rule.objects.select_for_update(no_key=True).order_by("pk"))


def mark_as_legal(rule: Rule) -> None:
    Rule.objects.filter(is_legal=True).update(is_legal=False)
    Rule.objects.filter(pk=rule.pk).update(is_legal=True)


def words_of(rule: Rule) -> str:
    return f"{rule.title}\n\n{rule.text}".strip()


def log_of_rule(act: Act, rule: Rule, decided: Decided, *, before: str = "") -> LoggedAct:
    """With what it said before, where that was changed."""
    return write(Done(act=act, by=decided.by, at=decided.at, rule=rule, words=before or words_of(rule)))
