"""Where articles are written: the sheet of a new one and of one that is here, the draft, and an author's own list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_form, kept_form
from accounts.requests import SignedInRequest
from accounts.restrictions import why_kept_out
from accounts.warning import warned_first
from forum.articles import policy
from forum.articles.composing import Sheet, edit_sheet, new_sheet, sent_edit, sent_sheet
from forum.articles.drafts import discard_draft, save_draft
from forum.articles.editing import EditConflict, edit_article
from forum.articles.models import Article
from forum.articles.sending import SeenBefore, earlier_articles, send
from forum.articles.showing import state_of
from forum.articles.waiting import own_page
from forum.articles.writing import Refused
from forum.lib.addresses import address_key
from forum.lib.http import see_other
from forum.lib.pagination import cursor
from forum.lib.ratelimit import rate_limit
from forum.lib.refusing import TYPED_FIELDS, require, typed_fields
from forum.lib.text import clean_text


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("submit")
@warned_first
def submit(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        sheet = new_sheet(request.user, typed=kept_form(request), now=timezone.now())
        return show(request, sheet.warning(why_kept_out(request.user)))
    sheet = sent_sheet(typed_fields(request))
    if "preview" in request.POST:
        keep_draft(request)
        return show(request, with_hint(request, sheet.previewed()))
    if "draft" in request.POST:
        keep_draft(request)
        messages.info(request, _("Your draft is saved. It is here whenever you come back."))
        return see_other(request.path)
    return publish(request, sheet)


def publish(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    try:
        submitted = send(sheet, author=request.user, key=request.POST.get("form_key", ""))
    except SeenBefore as before:
        return show_refused(request, sheet.hinting(before.earlier, before.key))
    except Refused as refused:
        return show_refused(request, sheet.refused(refused))
    if submitted is None:
        return show_refused(request, sheet)
    forget_form(request)
    messages.info(request, state_of(submitted.article) or _("Your article is published."))
    return see_other(submitted.article.get_absolute_url())


def with_hint(request: SignedInRequest, sheet: Sheet) -> Sheet:
    """A preview tells of earlier articles too; the hint then counts as seen."""
    key = address_key(sheet.form.cleaned_data.get("source_url", ""))
    return sheet.hinting(earlier_articles(key, viewer=request.user), key)


def show_refused(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    keep_draft(request)
    return show(request, sheet)


def keep_draft(request: SignedInRequest) -> None:
    """What was typed. Halves of characters and the like are in no text that a database keeps."""
    typed = {name: clean_text(value) for name, value in typed_fields(request).items() if name in TYPED_FIELDS}
    save_draft(request.user, typed, at=timezone.now())


@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    if discard_draft(request.user):
        messages.info(request, _("Your draft is discarded."))
    return redirect("submit")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("submit")
@warned_first
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    require(policy.may_edit(request.user, article), why_kept_out(request.user) or state_of(article))
    if request.method != "POST":
        return show(request, edit_sheet(article, typed=kept_form(request)))
    sheet = sent_edit(article, typed_fields(request))
    if "preview" in request.POST:
        return show(request, sheet.previewed())
    return save(request, article, sheet)


def save(request: SignedInRequest, article: Article, sheet: Sheet) -> HttpResponse:
    if not sheet.form.is_valid():
        return show(request, sheet)
    try:
        edit_article(article, by=request.user, written=sheet.form.written, version=sheet.version)
    except EditConflict as conflict:
        return show(request, sheet.conflicting(conflict.current))
    except Refused as refused:
        return show(request, sheet.refused(refused))
    forget_form(request)
    return see_other(Article.objects.get(pk=article.pk).get_absolute_url())


def show(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    """A page of its own; for htmx, which only asks for a preview, that alone."""
    template = "articles/_preview.html" if request.htmx else "articles/write.html"
    response = render(request, template, {"sheet": sheet}, status=sheet.status)
    # Not no-store: without JavaScript it is the browser that remembers what was typed, when its writer goes back.
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    patch_cache_control(response, private=True)
    if sheet.wait:
        response.headers["Retry-After"] = str(sheet.wait)
    return response


@require_safe
def submissions(request: SignedInRequest) -> HttpResponse:
    """An author's own articles that readers do not see."""
    page = own_page(request.user, after=cursor(request), now=timezone.now())
    return render(request, "articles/submissions.html", {"page": page})
