"""What readers tell moderators of, and where they see what came of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from forum.articles import policy as article_policy
from forum.articles.models import Article
from forum.comments import policy
from forum.comments.models import Comment
from forum.comments.views import get_comment
from forum.lib.caching import for_one
from forum.lib.http import see_other
from forum.lib.pagination import place_cursor, time_of
from forum.lib.ratelimit import rate_limit
from forum.lib.refusing import require
from forum.lib.stamps import Clock
from moderation.forms_reports import ReportForm, WordsForm
from moderation.models import Report
from moderation.outcomes import own_reports, told_of
from moderation.reporting import Notice, TooManyReports, add_words, report, take_back


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
def report_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    require(policy.may_report(request.user, comment), cannot_report())
    return take_report(request, comment)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
def report_article(request: SignedInRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("author"), pk=pk)
    require(article_policy.may_report(request.user, article), cannot_report())
    return take_report(request, article)


def cannot_report() -> str:
    return _("Only what all can read, and somebody else wrote, can be reported.")


def take_report(request: SignedInRequest, thing: Comment | Article) -> HttpResponse:
    """A form; sent, the report, and whoever comes again sees how it stands until it is decided."""
    earlier = Report.objects.of(request.user).about(thing).with_outcome().newest_first().first()
    if earlier and {"words", "take_back"} & request.POST.keys():
        return go_on(request, thing, earlier)
    if request.method != "POST":
        if earlier is not None and earlier.case.decided_at is None:
            return show_report(request, thing, earlier)
        return ask(request, thing, ReportForm(name=f"report-{name_of(thing)}"), earlier)
    form = ReportForm(request.POST, name=f"report-{name_of(thing)}")
    if not form.is_valid():
        return ask(request, thing, form, earlier)
    notice = notice_in(form, thing, request)
    try:
        made = report(thing, notice)
    except TooManyReports as refused:
        form.add_error(None, str(refused))
        return ask(request, thing, form, earlier, wait=refused.seconds)
    return see_other(f"{request.path}?sent=1" if made.receipt == notice.receipt else request.path)


def go_on(request: SignedInRequest, thing: Comment | Article, made: Report) -> HttpResponse:
    """Say more of a report, or take it back. Decided meanwhile, it is shown as it stands."""
    if "take_back" in request.POST:
        return see_other(f"{request.path}?back=1" if take_back(made) else request.path)
    form = WordsForm(request.POST, name=f"words-{name_of(thing)}")
    if not form.is_valid():
        return show_report(request, thing, made, form)
    return see_other(f"{request.path}?said=1" if add_words(made, **form.cleaned_data) else request.path)


def notice_in(form: ReportForm, thing: Comment | Article, request: SignedInRequest) -> Notice:
    said = {name: form.cleaned_data[name] for name in ("rule", "quote")}
    receipt = form.receipt(thing, by=request.user.pk)
    return Notice(by=request.user, at=timezone.now(), receipt=receipt, **said)


def ask(
    request: SignedInRequest, thing: Comment | Article, form: ReportForm, earlier: Report | None, *, wait: int = 0
) -> HttpResponse:
    template = "moderation/_report.html" if request.htmx else "moderation/report.html"
    before = told_of(earlier, Clock(timezone.now())) if earlier else None
    context = {"thing": thing, "name": name_of(thing), "form": form, "before": before, "is_back": "back" in request.GET}
    status = 429 if wait else 422 if form.is_bound else 200
    response = for_one(render(request, template, context, status=status))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def show_report(
    request: SignedInRequest, thing: Comment | Article, made: Report, form: WordsForm | None = None
) -> HttpResponse:
    template = "moderation/_reported.html" if request.htmx else "moderation/report.html"
    said = {"quote": made.quote, "note": made.note}
    context = {
        "thing": thing,
        "name": name_of(thing),
        "told": told_of(made, Clock(timezone.now())),
        "form": form or WordsForm(name=f"words-{name_of(thing)}", initial=said),
        "is_sent": "sent" in request.GET,
        "has_said": "said" in request.GET,
    }
    return for_one(render(request, template, context, status=422 if form else 200))


def name_of(thing: Comment | Article) -> str:
    """Its anchor on a page of its article."""
    return f"c{thing.pk}" if isinstance(thing, Comment) else f"a{thing.pk}"


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    place = place_cursor(request)
    after = (time_of(place[0]), place[1]) if place else None
    page = own_reports(request.user, after=after, now=timezone.now())
    return for_one(render(request, "moderation/reports.html", {"page": page}))
