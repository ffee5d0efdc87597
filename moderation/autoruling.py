"""Making automatic rules: draft, shadow, live; and stopping one that people take back too often."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from moderation.conditions import Conditions
from moderation.log import Done, write
from moderation.models import Act, AutoRule, AutoRuleVersion, Case, Hit, LoggedAct, Rule

# A rule's latest decided hits, and how many of them may be overturned before it stops itself. Fewer say nothing.
LATEST, FEWEST, MOST_OVERTURNED = 20, 5, 0.5
OVERTURNS = (Act.KEEP, Act.RELEASE_COMMENT, Act.UNFOLD_COMMENT, Act.RESTORE_COMMENT)


@dataclass(frozen=True)
class Terms:
    """When a rule applies, what follows, which rule of the place it stands for, and what the author is told."""

    conditions: Conditions
    action: AutoRuleVersion.Action
    rule: Rule
    words: str


@transaction.atomic
def draft_version(autorule: AutoRule, terms: Terms, *, by: User, at: datetime) -> AutoRuleVersion:
    """What the rule would say. It changes nothing until it is put in force; earlier versions stay."""
    AutoRule.objects.select_for_update(no_key=True).get(pk=autorule.pk)
    latest = autorule.versions.aggregate(latest=Max("number"))["latest"] or 0
    return AutoRuleVersion.objects.create(
        autorule=autorule,
        number=latest + 1,
        conditions=terms.conditions.kept(),
        action=terms.action,
        rule=terms.rule,
        words=terms.words,
        by=by,
        made_at=at,
    )


@transaction.atomic
def put_in_force(version: AutoRuleVersion, state: str, *, by: User, at: datetime) -> LoggedAct | None:
    """Have this version act (`live`), or only note what it would do (`shadow`). None if it is so already."""
    autorule = AutoRule.objects.select_for_update(no_key=True).get(pk=version.autorule_id)
    if autorule.current_id == version.pk and state_of(autorule) == state:
        return None
    AutoRule.objects.filter(pk=autorule.pk).update(current=version, **facts_of(state, at))
    return log_rule(ACTS[state], version, by=by, at=at)


@transaction.atomic
def stop_rule(autorule: AutoRule, *, by: User | None, at: datetime) -> LoggedAct | None:
    """Have it look at nothing any more. None if it did not. By nobody: it suspends itself, which it tells its owner."""
    autorule = AutoRule.objects.select_for_update(no_key=True).get(pk=autorule.pk)
    state = "off" if by else "suspended"
    if autorule.current is None or state_of(autorule) not in ("live", "shadow"):
        return None
    AutoRule.objects.filter(pk=autorule.pk).update(**facts_of(state, at))
    return log_rule(ACTS[state], autorule.current, by=by, at=at)


ACTS = {
    "live": Act.START_AUTORULE,
    "shadow": Act.SHADOW_AUTORULE,
    "off": Act.STOP_AUTORULE,
    "suspended": Act.SUSPEND_AUTORULE,
}


def facts_of(state: str, at: datetime) -> dict[str, datetime | None]:
    """The columns of a state: of its three facts at most one is set."""
    names = {"live": "live_at", "shadow": "shadowed_at", "suspended": "suspended_at"}
    return {column: at if name == state else None for name, column in names.items()}


def state_of(autorule: AutoRule) -> str:
    """`live`, `shadow`, `suspended`, or `off`."""
    facts = {"live": autorule.live_at, "shadow": autorule.shadowed_at, "suspended": autorule.suspended_at}
    return next((name for name, at in facts.items() if at), "off")


def log_rule(act: Act, version: AutoRuleVersion, *, by: User | None, at: datetime) -> LoggedAct:
    words = f"{version.autorule.title}, version {version.number}"
    return write(Done(act=act, by=by, at=at, rule=version.rule, words=words))


def overturned(autorule: AutoRule) -> tuple[int, int]:
    """Of its latest hits that people decided: how many they took back, and how many there are."""
    cases = Case.objects.filter(comment=OuterRef("comment"), decision__isnull=False).order_by("-decided_at")
    unfolded = LoggedAct.objects.filter(comment=OuterRef("comment"), act=Act.UNFOLD_COMMENT)
    judged = Coalesce(Subquery(unfolded.values("act")[:1]), Subquery(cases.values("decision__act")[:1]))
    hits = Hit.objects.filter(version__autorule=autorule, is_shadow=False).annotate(judged=judged)
    decided = hits.filter(judged__isnull=False).order_by("-hit_at")
    acts = list(decided.values_list("judged", flat=True)[:LATEST])
    return sum(act in OVERTURNS for act in acts), len(acts)


def stop_if_overturned(autorule: AutoRule, *, at: datetime) -> bool:
    """Suspend a live rule of whose latest decided hits people took back more than MOST_OVERTURNED."""
    wrong, decided = overturned(autorule)
    if decided < FEWEST or wrong / decided <= MOST_OVERTURNED:
        return False
    return stop_rule(autorule, by=None, at=at) is not None
