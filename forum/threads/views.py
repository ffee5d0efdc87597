"""The pages that are read: an article with its threads, an opened fold, a comment with its branch, a person."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from forum.articles.merged import standing, with_also
from forum.articles.models import Article
from forum.comments import policy
from forum.comments.drafts import with_drafts_of
from forum.comments.editing import blank_revision
from forum.comments.forewarning import with_forewarnings
from forum.comments.models import CommentRevision
from forum.comments.policy import Viewer
from forum.lib.caching import varies_by_reader
from forum.lib.http import is_htmx
from forum.lib.moved import leads_on
from forum.lib.pagination import cursor, place_cursor, time_of
from forum.lib.ratelimit import rate_limit, spend
from forum.lib.refusing import too_fast
from forum.threads import labels, reading
from forum.threads.finding import Sought, sought_in
from forum.threads.history import history_of
from forum.threads.keys import KEYS
from forum.threads.naming import names_on
from forum.threads.orders import order_of, remember_order
from forum.threads.outline import outline_page
from forum.threads.own import with_own
from forum.threads.pages import Fold, article_page, comment_page, fold_page, new_page, one_comment
from forum.threads.pages_found import found_page
from forum.threads.people import articles_page, comments_page
from forum.threads.rows import Row


@require_safe
@login_not_required
@varies_by_reader
@leads_on
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    article = standing(get_article(pk, viewer=request.user, for_writing=True))
    address = article.get_absolute_url()
    if request.path != address:
        # Not for good: a title may be changed back, and a browser that remembers both ways would go round in circles.
        return redirect(f"{address}?{request.GET.urlencode()}".rstrip("?"))
    sought = sought_in(request)
    if sought is not None:
        return found(request, article, sought)
    if "new" in request.GET and isinstance(request.user, User):
        return only_new(request, article, reader=request.user)
    context = article_page(
        article, viewer=request.user, order=order_of(request), after=cursor(request), now=timezone.now()
    )
    response = render(request, "threads/article.html", context)
    remember_order(response, request)
    return response


def only_new(request: HttpRequest, article: Article, *, reader: User) -> HttpResponse:
    number = cursor(request, "since")
    since = None if number is None else time_of(number)
    context = new_page(article, viewer=reader, since=since, after=cursor(request), now=timezone.now())
    return render(request, "threads/new.html", context)


def found(request: HttpRequest, article: Article, sought: Sought) -> HttpResponse:
    wait = spend("find", who=request.user.pk or 0)
    if wait:
        return too_fast(request, seconds=wait)
    context = found_page(article, sought, viewer=request.user, after=cursor(request), now=timezone.now())
    return render(request, "threads/found.html", context)


@require_safe
@login_not_required
@varies_by_reader
@leads_on
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    article = standing(get_article(pk, viewer=request.user))
    context = outline_page(
        article, viewer=request.user, order=order_of(request), after=cursor(request), now=timezone.now()
    )
    response = render(request, "threads/outline.html", context)
    remember_order(response, request)
    return response


@require_safe
@rate_limit("people", methods=("GET", "HEAD"))
@varies_by_reader
@leads_on
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """For a composer: whom of those who talk here `q` may be the beginning of; `to` is what is answered."""
    article = standing(get_object_or_404(Article.objects.visible_to(request.user), pk=pk))
    names = names_on(article, beginning=request.GET.get("q", ""), viewer=request.user, to=cursor(request, "to"))
    return JsonResponse({"label": labels.people(), "names": names})


@require_safe
@login_not_required
@varies_by_reader
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment with what it answers and its branch. htmx, which comes here after every verb, gets the one comment."""
    comment = get_comment(pk, viewer=request.user)
    article, now = get_article(comment.article_id, viewer=request.user), timezone.now()
    if is_htmx(request):
        return HttpResponse(one_comment(comment, article, viewer=request.user, now=now))
    context = comment_page(
        comment, article, viewer=request.user, order=order_of(request), after=cursor(request), now=now
    )
    return render(request, "threads/comment.html", context)


@require_safe
@login_not_required
@varies_by_reader
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """What a fold hides. htmx gets the list items alone, to put them in the fold's place."""
    past = cursor(request, "past")
    if past is None:
        raise BadRequest("past which reply?")
    parent = get_comment(pk, viewer=request.user)
    article = get_article(parent.article_id, viewer=request.user)
    fold = Fold(parent, past, cursor(request), in_place=is_htmx(request))
    context = fold_page(fold, article, viewer=request.user, order=order_of(request), now=timezone.now())
    if is_htmx(request):
        return HttpResponse(context["items"])
    return render(request, "threads/replies.html", context)


@require_safe
@login_not_required
@varies_by_reader
def history(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_comment(pk, viewer=request.user)
    if not policy.may_see_history(request.user, comment):
        raise Http404
    article = get_article(comment.article_id, viewer=request.user)
    context = {
        "article": article,
        "comment": comment,
        "history": history_of(pk, after=cursor(request), now=timezone.now()),
        "may_blank": policy.may_blank(request.user, comment),
    }
    return render(request, "threads/history.html", context)


@require_POST
def blank(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Take one earlier text out of the history."""
    comment = get_comment(pk, viewer=request.user)
    if not policy.may_blank(request.user, comment) or not isinstance(request.user, User):
        raise PermissionDenied
    earlier = get_object_or_404(CommentRevision, pk=revision, comment=comment.id)
    blank_revision(earlier, by=request.user, at=timezone.now())
    return redirect("history", pk)


@require_safe
@login_not_required
@varies_by_reader
def person(request: HttpRequest, name: str) -> HttpResponse:
    context = comments_page(get_person(name), viewer=request.user, after=cursor(request), now=timezone.now())
    return render(request, "threads/person.html", context)


@require_safe
@login_not_required
@varies_by_reader
def person_articles(request: HttpRequest, name: str) -> HttpResponse:
    place = place_cursor(request)
    after = (time_of(place[0]), place[1]) if place else None
    context = articles_page(get_person(name), after=after, now=timezone.now())
    return render(request, "threads/person_articles.html", context)


@require_safe
@login_not_required
@varies_by_reader
def keys(request: HttpRequest) -> HttpResponse:
    """What the keys do. htmx puts it into a dialog over the page that one reads."""
    template = "threads/_keys_dialog.html" if is_htmx(request) else "threads/keys.html"
    return render(request, template, {"keys": KEYS})


def get_person(name: str) -> User:
    """Somebody with an account; those whom imported threads name have no page."""
    return get_object_or_404(User, username__iexact=name, imported_name__isnull=True)


def get_article(pk: int, *, viewer: Viewer, for_writing: bool = False) -> Article:
    """For writing: with all that its own page says, what the viewer has in mind to say, and what to tell them first."""
    articles = Article.objects.visible_to(viewer).with_vote_of(viewer).select_related("author")
    if for_writing:
        now = timezone.now()
        articles = with_forewarnings(with_own(with_drafts_of(articles, viewer), viewer, now), viewer, now=now)
        articles = with_also(articles)
    return get_object_or_404(articles, pk=pk)


def get_comment(pk: int, *, viewer: Viewer) -> Row:
    row = reading.find(pk, viewer=viewer)
    if row is None:
        raise Http404
    return row
