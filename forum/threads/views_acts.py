"""What readers do with a thread for themselves alone: put a branch away, and take it out again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.lib.http import back_to
from forum.lib.ratelimit import rate_limit
from forum.threads import collapsing


@require_POST
@rate_limit("collapse")
def collapse(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    collapsing.collapse(comment, reader=request.user, at=timezone.now())
    return done(request, comment)


@require_POST
@rate_limit("collapse")
def expand(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    collapsing.expand(comment, reader=request.user)
    return done(request, comment)


def done(request: SignedInRequest, comment: Comment) -> HttpResponse:
    """Back to where the reader stood; a script has shown it already. Not to the comment: that would open it."""
    if request.htmx:
        return HttpResponse(status=204)
    return back_to(request, f"h{comment.pk}", otherwise=f"{comment.article.get_absolute_url()}#h{comment.pk}")


def get_comment(request: SignedInRequest, pk: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).filter(article__in=Article.objects.visible_to(request.user))
    return get_object_or_404(comments.select_related("article"), pk=pk)
