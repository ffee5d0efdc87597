"""The public log: everybody reads what was done, nobody what was removed."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from forum.comments.policy import is_moderator
from forum.lib.caching import varies_by_reader
from forum.lib.pagination import cursor
from forum.lib.refusing import require
from moderation.logbook import Asked, line_of, log_page
from moderation.models import Act, LoggedAct, LogHead, Rule
from moderation.undoing import UNDONE_IN_LOG


@require_safe
@login_not_required
@varies_by_reader
def log(request: HttpRequest) -> HttpResponse:
    if request.GET.get("person") and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    asked = asked_in(request)
    context = {
        "page": log_page(asked, after=cursor(request), now=timezone.now()),
        "head": LogHead.objects.first() or LogHead(),
        "asked": asked,
        "acts": Act.choices,
        "rules": Rule.objects.order_by("place", "pk"),
        "kept": kept_in(request),
    }
    return render(request, "moderation/log.html", context)


@require_safe
@login_not_required
@varies_by_reader
def entry(request: HttpRequest, number: int) -> HttpResponse:
    context: dict[str, object] = {"line": line_of(number, now=timezone.now())}
    if is_moderator(request.user):
        undone = LoggedAct.objects.filter(act__in=UNDONE_IN_LOG, reverted_by__isnull=True)
        context["undone"] = undone.filter(pk=number).first()
    return render(request, "moderation/log_entry.html", context)


def asked_in(request: HttpRequest) -> Asked:
    """Raises BadRequest for what is no filter of ours, PermissionDenied for a person who is not theirs to look at."""
    act = request.GET.get("act", "")
    if act and act not in Act.values:
        raise BadRequest("no such act")
    return Asked(
        act=act,
        rule=number_in(request, "rule"),
        comment=number_in(request, "comment"),
        article=number_in(request, "article"),
        bulk=bulk_in(request),
        person=person_in(request),
    )


def number_in(request: HttpRequest, name: str) -> int | None:
    """A form whose choice is left open sends an empty one."""
    return cursor(request, name) if request.GET.get(name) else None


def bulk_in(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["bulk"]) if request.GET.get("bulk") else None
    except ValueError:
        raise BadRequest("no bulk") from None


def person_in(request: HttpRequest) -> User | None:
    """What befell one person is for them and for moderators to see together (docs/decisions/0014-public-log.md)."""
    name = request.GET.get("person", "")
    if not name:
        return None
    is_own = isinstance(request.user, User) and request.user.username.lower() == name.lower()
    require(is_own or is_moderator(request.user), _("What befell somebody else is shown together to moderators alone."))
    return get_object_or_404(User, username__iexact=name)


def kept_in(request: HttpRequest) -> str:
    """The filters, for the address of the next page."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()
