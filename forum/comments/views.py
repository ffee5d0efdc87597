"""What readers do to comments. What comes of it is shown by forum.threads, where every answer leads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import forget_form, kept_form
from accounts.requests import SignedInRequest
from accounts.restrictions import why_kept_out
from accounts.warning import warned_first
from forum.articles.models import Article
from forum.comments import policy
from forum.comments.composing import Composer, blank_composer, edit_composer, reply_composer, thread_composer
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.editing import EditConflict, edit_comment
from forum.comments.forms import CommentForm
from forum.comments.models import Comment
from forum.comments.sending import send
from forum.comments.views_drafts import keep, keep_sent, opened, sitting_of
from forum.comments.writing import Refused
from forum.lib.gates import Asked
from forum.lib.http import back_to, see_other
from forum.lib.ratelimit import rate_limit
from forum.lib.refusing import require, require_gate
from forum.votes.casting import cast_vote, exact_score
from forum.votes.forms import value_in
from forum.votes.voters import Voters, voter_html

# -- Writing ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
@warned_first
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("merged_into"), pk=pk)
    # What was begun before a merge goes on where the discussion does.
    article = article.merged_into or article
    composer = thread_composer(article)
    require_kept(
        request, composer, policy.may_comment(request.user, article), policy.why_not_comment(request.user, article)
    )
    if request.method != "POST" or asks_to_look(request):
        return compose(request, composer)
    return publish(request, composer, article)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
@warned_first
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    parent = get_comment(request, pk)
    composer, article = reply_composer(parent), parent.article
    require_kept(
        request, composer, policy.may_comment(request.user, article), policy.why_not_comment(request.user, article)
    )
    is_open = policy.may_reply(request.user, parent, article)
    require_kept(request, composer, is_open, policy.why_not_reply(parent))
    if "quote_whole" in request.POST:
        address = request.build_absolute_uri(parent.get_absolute_url())
        return show(request, keep_sent(request, composer.filled(request.POST.dict()).quoting(address=address)))
    if request.method != "POST" or asks_to_look(request):
        return compose(request, composer)
    return publish(request, composer, article, parent)


def publish(
    request: SignedInRequest, composer: Composer, article: Article, parent: Comment | None = None
) -> HttpResponse:
    try:
        posted = send(CommentForm(request.POST), author=request.user, article=article, parent=parent)
    except Refused as refused:
        # Nothing was made, so the composer's fresh key is as good as the one that came.
        composer = composer.filled({"text": request.POST.get("text", "")})
        return show(request, keep_sent(request, composer).refused(refused))
    forget_form(request)
    if posted.comment.held_at:
        tell(request, _("Your comment waits for a moderator. Until then only you and the moderators see it."))
    if request.htmx and parent is None:
        composer = composer.forewarned(request.user, now=timezone.now())
        return render(request, "comments/_posted.html", {"comment": posted.comment, "composer": composer})
    return see_other(posted.comment.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
@warned_first
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    require(policy.is_author(request.user, comment))
    composer = edit_composer(comment)
    require_kept(request, composer, policy.may_edit(request.user, comment), why_kept_out(request.user))
    if request.method != "POST" or asks_to_look(request):
        return compose(request, composer)
    return save(request, comment, composer.filled(request.POST.dict()))


def save(request: SignedInRequest, comment: Comment, composer: Composer) -> HttpResponse:
    sitting, version = sitting_of(request, composer), request.POST.get("version", "")
    try:
        edit_comment(comment, by=request.user, text=composer.text, version=version, sitting=sitting)
    except EditConflict as conflict:
        return show(request, keep_sent(request, composer).conflicting(conflict.current))
    except Refused as refused:
        return show(request, keep_sent(request, composer).refused(refused))
    forget_form(request)
    return see_other(comment.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("write")
def preview(request: SignedInRequest) -> HttpResponse:
    """A text as it will be read: for htmx the words alone, otherwise a page that gives the text back too."""
    composer = blank_composer().filled({**kept_form(request), **request.POST.dict()}).previewed()
    template = "comments/_preview.html" if request.htmx else "comments/preview.html"
    return render(request, template, {"composer": composer, "is_alone": True}, status=composer.status)


def asks_to_look(request: SignedInRequest) -> bool:
    """Whether a form was sent to be kept or to be looked at, and not to be posted."""
    return "draft" in request.POST or "preview" in request.POST


def compose(request: SignedInRequest, composer: Composer) -> HttpResponse:
    """A composer to write in: empty, or with what is kept; with what was sent to be kept or to be looked at."""
    if "draft" in request.POST:
        return keep(request, composer.filled(request.POST.dict()))
    if request.method == "POST":
        return show(request, keep_sent(request, composer.filled(request.POST.dict())).previewed())
    return show(request, opened(request, composer))


def require_kept(request: SignedInRequest, composer: Composer, allowed: bool, reason: str = "") -> None:
    """Answer 403, with the reason, unless it is allowed. What was typed is kept as a draft."""
    if not allowed and request.method == "POST":
        keep_sent(request, composer.filled(request.POST.dict()))
    require(allowed, reason)


def show(request: SignedInRequest, composer: Composer) -> HttpResponse:
    """A page of its own; for htmx the form alone, in the place of the one that was sent."""
    template = "comments/compose.html"
    if request.htmx:
        template = "comments/_opened.html" if request.method == "GET" else "comments/_composer.html"
    composer = composer.forewarned(request.user, now=timezone.now())
    response = render(request, template, {"composer": composer}, status=composer.status)
    # Not no-store: without JavaScript it is the browser that remembers what was typed, when its reader goes back.
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    patch_cache_control(response, private=True)
    if composer.wait:
        response.headers["Retry-After"] = str(composer.wait)
    return response


# -- Deleting ----------------------------------------------------------------------------------------------------------
# Whoever may do it may also find that it is done: a second press, or the other tab, changes nothing and looks the same.


@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    require(policy.may_delete(request.user, comment) or policy.may_undelete(request.user, comment))
    delete_comment(comment, at=timezone.now())
    tell(request, _("Your comment is deleted. Replies to it stay, and you can undo it here."))
    return see_other(comment.get_absolute_url())


@require_POST
def undelete(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    require(policy.may_undelete(request.user, comment) or policy.may_delete(request.user, comment))
    undelete_comment(comment)
    tell(request, _("Your comment is back."))
    return see_other(comment.get_absolute_url())


# -- Voting -----------------------------------------------------------------------------------------------------------


@require_POST
@rate_limit("vote")
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the reader stood, or for htmx the voter alone, with the sum as it is this moment."""
    # Without its words and its author, which nobody asks for: votes come in flocks.
    comment, value = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk), value_in(request)
    require(policy.may_vote(request.user, comment), why_kept_out(request.user) or _("You cannot vote on this comment."))
    require_gate("vote", Asked(request.user.pk, comment.article_id))
    cast_vote(comment, voter=request.user, value=value)
    if not request.htmx:
        return back_to(request, f"c{pk}", otherwise=comment.get_absolute_url())
    voter = Voters(timezone.now()).of(
        exact_score(comment), own=value, url=request.path, published_at=comment.published_at
    )
    return HttpResponse(voter_html(voter))


# -- What they share --------------------------------------------------------------------------------------------------


def get_comment(request: SignedInRequest, pk: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).filter(article__in=Article.objects.visible_to(request.user))
    related = ("article", "author", "body", "parent")
    return get_object_or_404(comments.with_locks().select_related(*related), pk=pk)


def tell(request: SignedInRequest, sentence: str) -> None:
    """Say it on the page that comes next. What htmx swaps in says it by itself."""
    if not request.htmx:
        messages.info(request, sentence)
