"""The moderators' queue: the list, a case beside it, and what is decided there.

Each answer leads on by itself: what was decided to the next case of the same tab, what was taken back to its own. htmx
gets the pane of the case alone, everybody else the page with the list beside it.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from forum.articles.policy import is_moderator
from forum.lib.http import see_other
from forum.lib.pagination import cursor
from forum.lib.refusing import require
from moderation import asking, claiming, deciding, noting, undoing
from moderation.acting import Decided, NotTheirs
from moderation.deciding import AlreadyDecided, Verdict
from moderation.forms import HOLD, DecisionForm, NoteForm, QuestionForm
from moderation.models import Case, LoggedAct
from moderation.pages import Context, case_of_entry, case_page, queue_page, told_of
from moderation.policy import may_decide
from moderation.queue import Choice, chosen, next_case
from moderation.undoing import CannotUndo

# -- Looking ----------------------------------------------------------------------------------------------------------


@require_safe
@never_cache
def queue(request: SignedInRequest) -> HttpResponse:
    choice = choice_of(request)
    context = {"choice": choice} | done_before(request)
    if request.htmx:
        return render(request, "moderation/_nothing.html", context)
    return render(request, "moderation/queue.html", queue_page(choice, after=cursor(request)) | context)


@require_safe
@never_cache
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever opens a case looks at it, and colleagues see that: no page is changed by it but theirs.

    Not where others are to decide it: it must not seem to be in hand.
    """
    choice, case = choice_of(request), get_case(pk)
    is_theirs = request.method == "GET" and may_decide(request.user, case)
    if is_theirs and claiming.claim(case, by=request.user, now=choice.now):
        case.refresh_from_db(fields=["claimed_by", "claimed_until"])
    return show(request, choice, case_page(case, choice) | done_before(request))


def done_before(request: SignedInRequest) -> Context:
    """What was done on the page before: a decision, by its entry, or a case that was passed to the admins."""
    told = cursor(request, "told")
    return {"told": told_of(told) if told else None, "passed": cursor(request, "passed")}


def show(request: SignedInRequest, choice: Choice, page: Context, *, status: int = 200) -> HttpResponse:
    if request.htmx:
        return render(request, "moderation/_case.html", page, status=status)
    return render(request, "moderation/queue.html", queue_page(choice) | page, status=status)


# -- Deciding ---------------------------------------------------------------------------------------------------------


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Then the next case; whoever comes too late is shown who decided what."""
    choice, case = choice_of(request), get_case(pk)
    form = DecisionForm(request.POST, case=case)
    if not form.is_valid():
        return show(request, choice, case_page(case, choice, form=form), status=422)
    try:
        entry = decide_as(form, case, by=request.user)
    except (AlreadyDecided, NotTheirs):
        return see_other(case_url(pk, choice))
    except Case.DoesNotExist:
        raise Http404 from None
    return see_other(url_after(case, choice, entry))


def decide_as(form: DecisionForm, case: Case, *, by: User) -> LoggedAct | None:
    fields = form.cleaned_data
    decided = Decided(by=by, at=timezone.now(), rule=fields["rule"], note=fields["note"])
    if fields["verdict"] == HOLD:
        return deciding.hold(case.pk, decided)
    return deciding.decide(case.pk, Verdict(fields["verdict"]), decided)


@require_POST
def undo(request: SignedInRequest, number: int) -> HttpResponse:
    choice, pk = choice_of(request), case_of_entry(number)
    try:
        undoing.undo(number, Decided(by=request.user, at=timezone.now()))
    except CannotUndo as reason:
        template = "moderation/_cannot.html" if request.htmx else "moderation/cannot.html"
        return render(request, template, {"choice": choice, "reason": reason, "pk": pk}, status=409)
    return see_other(case_url(pk, choice) if pk else queue_url(choice))


# -- Claims and questions ---------------------------------------------------------------------------------------------


@require_POST
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on looking at it; with `keep`, take it for as long as one may need to come back to it."""
    choice, case = choice_of(request), get_case(pk)
    is_kept = "keep" in request.POST
    lease = claiming.KEPT_FOR if is_kept else claiming.LEASE
    claiming.claim(case, by=request.user, now=choice.now, lease=lease)
    return see_other(case_url(pk, choice)) if is_kept else HttpResponse(status=204)


@require_POST
def let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    choice, case = choice_of(request), get_case(pk)
    claiming.let_go(case, by=request.user)
    return see_other(queue_url(choice))


@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sent by a page that shows it no more."""
    choice = choice_of(request)
    claiming.leave(get_case(pk), by=request.user, now=choice.now)
    return HttpResponse(status=204)


@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    choice, case = choice_of(request), get_case(pk)
    form = QuestionForm(request.POST, auto_id="ask-%s")
    if not form.is_valid():
        return show(request, choice, case_page(case, choice) | {"question_form": form}, status=422)
    asking.ask(case, by=request.user, question=form.cleaned_data["question"], at=choice.now)
    return see_other(url_after(case, choice, None))


@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    choice = choice_of(request)
    asking.answer(get_case(pk))
    return see_other(case_url(pk, choice))


@require_POST
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of the author of the case's thing."""
    choice, case = choice_of(request), get_case(pk)
    form = NoteForm(request.POST, auto_id="person-%s")
    if not form.is_valid():
        return show(request, choice, case_page(case, choice) | {"note_form": form}, status=422)
    noting.note(case.thing.author, by=request.user, text=form.cleaned_data["text"], at=choice.now)
    return see_other(case_url(pk, choice))


# -- What they share --------------------------------------------------------------------------------------------------


def choice_of(request: SignedInRequest) -> Choice:
    """What of the queue they look at, if they may at all."""
    require(is_moderator(request.user))
    return chosen(request.GET, viewer=request.user, now=timezone.now())


def get_case(pk: int) -> Case:
    return get_object_or_404(Case.objects.for_page(), pk=pk)


def case_url(pk: int, choice: Choice) -> str:
    return f"{reverse('case', args=[pk])}?{choice.query}"


def queue_url(choice: Choice) -> str:
    return f"{reverse('queue')}?{choice.query}"


def url_after(case: Case, choice: Choice, entry: LoggedAct | None) -> str:
    """The next case, with what was done to this one; the list where there is none."""
    found = next_case(choice, after=case)
    told = f"&told={entry.pk}" if entry else ""
    return (case_url(found.pk, choice) if found else queue_url(choice)) + told
