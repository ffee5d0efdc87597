"""Making automatic rules: draft, shadow, live; and stopping one that people take back too often."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from moderation.conditions import Conditions
from moderation.log import Done, write
from moderation.models import Act, AutoRule, AutoRuleVersion, Hit, LoggedAct, Rule

# A rule's latest decided hits, and how many of them may be overturned before it stops itself. Fewer say nothing.
LATEST, FEWEST, MOST_OVERTURNED = 20, 5, 0.5
OVERTURNS = (Act.KEEP, Act.RELEASE_COMMENT, Act.RESTORE_COMMENT)


@dataclass(frozen=True)
class Terms:
    """When a rule applies, what follows, which rule of the place it stands for, and what the author is told."""

    conditions: Conditions
    action: AutoRuleVersion.Action
    rule: Rule
    words: str


@transaction.atomic
def change_rule(autorule: AutoRule, terms: Terms, *, by: User, at: datetime) -> AutoRuleVersion:
    """A new version, which is in force from now on where the rule watches. Earlier ones stay."""
    AutoRule.objects.select_for_update(no_key=True).get(pk=autorule.pk)
    latest = autorule.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = AutoRuleVersion.objects.create(
        autorule=autorule,
        number=latest + 1,
        conditions=terms.conditions.kept(),
        action=terms.action,
        rule=terms.rule,
        words=terms.words,
        by=by,
        made_at=at,
    )
    AutoRule.objects.filter(pk=autorule.pk).update(current=version)
    log_rule(Act.CHANGE_AUTORULE, autorule, version, by=by, at=at)
    return version


@transaction.atomic
def set_state(autorule: AutoRule, state: str, *, by: User | None, at: datetime) -> LoggedAct | None:
    """`live`, `shadow`, `off`, or `suspended`, which it does itself: `by` nobody. None if it was so already."""
    locked = AutoRule.objects.select_for_update(no_key=True).get(pk=autorule.pk)
    if state_of(locked) == state or locked.current is None:
        return None
    AutoRule.objects.filter(pk=autorule.pk).update(
        live_at=at if state == "live" else None,
        shadowed_at=at if state == "shadow" else None,
        suspended_at=at if state == "suspended" else None,
    )
    return log_rule(ACTS[state], locked, locked.current, by=by, at=at)


ACTS = {
    "live": Act.START_AUTORULE,
    "shadow": Act.SHADOW_AUTORULE,
    "off": Act.STOP_AUTORULE,
    "suspended": Act.SUSPEND_AUTORULE,
}


def state_of(autorule: AutoRule) -> str:
    facts = {"live": autorule.live_at, "shadow": autorule.shadowed_at, "suspended": autorule.suspended_at}
    return next((name for name, at in facts.items() if at), "off")


def log_rule(act: Act, autorule: AutoRule, version: AutoRuleVersion, *, by: User | None, at: datetime) -> LoggedAct:
    words = f"{autorule.title}, version {version.number}"
    return write(Done(act=act, by=by, at=at, rule=version.rule, words=words))


def overturned(autorule: AutoRule) -> tuple[int, int]:
    """Of its latest hits that people decided: how many they took back, and how many there are."""
    hits = autorule_hits(autorule)
    acts = list(
        LoggedAct.objects.filter(case__comment__in=hits).order_by("-number").values_list("act", flat=True)[:LATEST]
    )
    return sum(act in OVERTURNS for act in acts), len(acts)


def autorule_hits(autorule: AutoRule) -> list[int]:
    hits = Hit.objects.filter(version__autorule=autorule, is_shadow=False).order_by("-hit_at")
    return list(hits.values_list("comment", flat=True)[: LATEST * 10])


def stop_if_overturned(autorule: AutoRule, *, at: datetime) -> bool:
    """Suspend a live rule of whose latest decided hits people took back more than MOST_OVERTURNED."""
    wrong, decided = overturned(autorule)
    if decided < FEWEST or wrong / decided <= MOST_OVERTURNED:
        return False
    return set_state(autorule, "suspended", by=None, at=at) is not None
