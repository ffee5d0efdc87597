"""What the pages of the queue hold: their queries, ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404

from forum.lib.pagination import number_of
from forum.lib.stamps import Clock
from moderation import beside, policy
from moderation.attention import attention_of
from moderation.bulk import MOST, Meant, standing
from moderation.carrying_out import has_stopped
from moderation.claiming import LEASE
from moderation.forms import BulkForm, DecisionForm, NoteForm, QuestionForm
from moderation.forms_queue import EscalationForm, FilterForm, NarrowForm, RestrictAuthorForm
from moderation.models import Act, BulkAct, Case, LoggedAct, Rule, SavedFilter
from moderation.pages_appeals import list_of_appeals
from moderation.queue import COUNTED, Choice, Order, count_tabs, page_of_cases, tabs_of
from moderation.restricting import ACTS
from moderation.showing import lines_of, state_of
from moderation.undoing import can_undo

# Of what is decided together so many are shown by their words.
SHOWN = 20

type Context = dict[str, object]


@dataclass(frozen=True)
class Link:
    """A tab, a filter of one's own, or an order: where it leads, and how much waits there where that was counted."""

    label: str
    query: str
    is_here: bool
    count: int | None = None

    @property
    def is_more(self) -> bool:
        return self.count is not None and self.count > COUNTED


@dataclass(frozen=True)
class Told:
    """What was just done, and whether it can be taken back."""

    entry: LoggedAct
    done: str
    can_undo: bool
    # What its author got in the same go.
    besides: Sequence[str] = ()


def queue_page(choice: Choice, *, after: int | None = None) -> Context:
    """With the appeals that wait in the place of cases, on their tab."""
    counts, saved = count_tabs(choice), list(SavedFilter.objects.of(choice.viewer).order_by("pk"))
    here = next((each for each in saved if each.query == choice.query), None)
    is_whole = not choice.only and here is None
    return {
        "choice": choice,
        "tabs": [
            Link(str(tab.label), choice.all_of(tab).query, is_whole and tab is choice.tab, counts.by_tab[tab])
            for tab in tabs_of(choice.viewer)
        ],
        "filters": [
            Link(each.name, each.query, each == here, counts.narrowed if each == here and choice.only else None)
            for each in saved
        ],
        "filter": here,
        "found": Link("", choice.query, is_here=True, count=counts.narrowed),
        "orders": [Link(str(order.label), choice.by(order).query, order is choice.order) for order in Order],
        "narrow_form": NarrowForm(choice),
        "filter_form": FilterForm(choice=choice),
        "newest": counts.newest,
        "since": number_of(choice.now),
        "after": after,
        "attention": attention_of(choice.viewer, now=choice.now),
    } | (list_of_appeals(choice, after) if choice.is_of_appeals else list_of_cases(choice, after))


def list_of_cases(choice: Choice, after: int | None) -> Context:
    page = page_of_cases(choice, after=after)
    return {
        "lines": lines_of(page.cases, viewer=choice.viewer, clock=Clock(choice.now)),
        "next_url": f"?{choice.query}&after={page.next_after}" if page.next_after else "",
    }


def case_page(case: Case, choice: Choice, *, form: DecisionForm | None = None) -> Context:
    clock, thing, viewer = Clock(choice.now), case.thing, choice.viewer
    reports, hits = beside.reports_of(case, clock), beside.hits_on(case)
    rules = list(Rule.objects.in_force())
    state = state_of(case, viewer=choice.viewer, clock=clock)
    article = case.article or thing.article  # type: ignore[union-attr]  # a_case_is_about_one_thing
    return {
        "choice": choice,
        "case": case,
        "article": article,
        "passage": beside.passage_of(article) if case.comment else "",
        "posted": clock.stamp(case.comment.created_at if case.comment else article.submitted_at),
        "opened": clock.stamp(case.opened_at),
        "around": beside.around(case.comment, clock) if case.comment else None,
        "fate": beside.fate_of(case.comment) if case.comment else "",
        "reports": reports,
        "hits": hits,
        "earlier": beside.earlier_decisions(case, clock),
        "author": beside.author_of(case, clock),
        "have_talked": beside.have_talked(case, viewer),
        "state": state,
        "is_kept": claim_lasts(case, choice) > LEASE,
        "asked": clock.stamp(case.asked_at) if case.asked_at else None,
        "escalated": clock.stamp(case.escalated_at) if case.escalated_at else None,
        "why_not": policy.why_not_decide(viewer, case),
        "form": form or DecisionForm(case=case),
        "rules": rules,
        "can": can_be_done(case, choice),
        "may_undo": case.decision is not None and policy.may_decide(viewer, case) and can_undo(case.decision),
        "restrict_form": RestrictAuthorForm(rule=beside.likely_rule(reports, hits), rules=rules),
        "escalation_form": EscalationForm(auto_id="escalate-%s"),
        "note_form": NoteForm(auto_id="person-%s"),
        "question_form": QuestionForm(auto_id="ask-%s"),
    }


def can_be_done(case: Case, choice: Choice) -> dict[str, bool]:
    thing, viewer = case.thing, choice.viewer
    return {
        "remove": policy.can_remove(thing),
        "hold": policy.can_hold(thing),
        "lock": policy.can_lock(thing, viewer),
        "lock_branch": policy.can_lock_branch(thing),
        "restrict": policy.may_restrict(viewer, thing.author),
        "escalate": case.escalated_at is None and not policy.is_admin(viewer),
        "take_back": policy.may_take_back(viewer, case),
    }


def bulk_page(meant: Meant, form: BulkForm) -> Context:
    """How many are meant, the first of them by their words, and what fixes them for the act itself."""
    choice, count = meant.choice, meant.count()
    some = Case.objects.for_list().filter(pk__in=meant.cases()[:SHOWN]).order_by("pk")
    return {
        "choice": choice,
        "form": form,
        "meant": meant,
        "count": count,
        "least": min(count, MOST),
        "most": MOST,
        "lines": lines_of(list(some), viewer=choice.viewer, clock=Clock(choice.now)),
        "key": form.cleaned_data.get("key") or uuid4(),
    }


def bulk_done_page(key: UUID, choice: Choice) -> Context:
    """How far it is; when it is done, what became of each. Raises Http404 where nobody asked for it."""
    asked = list(BulkAct.objects.of(key).order_by("pk"))
    running = next((each for each in asked if not each.done_at), None)
    entries = [] if running else list(LoggedAct.objects.for_log_page().filter(bulk=key).newest_first()[:MOST])
    if not asked and not entries:
        raise Http404
    return {
        "choice": choice,
        "key": key,
        "running": running,
        "has_stopped": running is not None and has_stopped(running, now=choice.now),
        "entries": entries,
        "standing": 0 if running else len(standing(key)),
        # Of the latest go: deciding them, or taking that back.
        "latest": asked[-1] if asked else None,
    }


def claim_lasts(case: Case, choice: Choice) -> timedelta:
    """How long the viewer's own claim goes on, if it is theirs."""
    is_own = case.claimed_until is not None and case.claimed_by == choice.viewer
    return case.claimed_until - choice.now if case.claimed_until and is_own else timedelta()


def told_of(number: int) -> Told | None:
    entry = LoggedAct.objects.select_related("particulars").filter(pk=number).first()
    return Told(entry, str(Act(entry.act).label), can_undo(entry), besides_of(entry)) if entry else None


def besides_of(entry: LoggedAct) -> list[str]:
    if entry.bulk is None:
        return []
    same_go = LoggedAct.objects.filter(bulk=entry.bulk, act__in=ACTS.values())
    return [str(Act(act).label) for act in same_go.values_list("act", flat=True)[:1]]


def case_of_entry(number: int) -> int | None:
    """The case that an entry decided, or the open one of the comment that it held."""
    decided = Case.objects.filter(decision=number).values_list("pk", flat=True).first()
    held = Q(comment__log_entries=number)
    return decided or Case.objects.open().filter(held).values_list("pk", flat=True).first()
