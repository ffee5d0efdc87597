"""The operators' pages: Django's admin as a window.

Nothing is added, edited or deleted there: what changes, an action changes by calling a verb
(docs/decisions/0011-admin-changes-nothing-by-itself.md). Each app's `admin.py` opens a `Window` on its models.
"""

from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

from django.contrib import messages
from django.contrib.admin import ListFilter, ModelAdmin, ShowFacets
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.translation import gettext as _

# With every box of a page ticked, its form stays below settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
PAGE = 50
# A list is counted and paged no further: whoever looks for something older searches.
COUNTED = 1000


class NewestFirst(ChangeList):
    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Model]) -> list[str | Combinable]:
        """By key, whatever the address asks for: an order without an index would sort a million rows."""
        return ["-pk"]


class BriefPaginator(Paginator):  # type: ignore[type-arg]  # no generic at run time
    object_list: QuerySet[Model]

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].count()

    @property
    def is_cut(self) -> bool:
        return self.count == COUNTED


class OnThisPage(ActionForm):
    """For the ticked rows alone: all that a filter finds, however many, is for a command."""

    def clean_select_across(self) -> bool:
        return False


class Window[M: Model](ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """A model's rows to look at, and the verbs that may be done to them (`actions`)."""

    action_form = OnThisPage
    list_max_show_all = list_per_page = PAGE
    list_select_related: ClassVar[bool | tuple[str, ...]] = False
    paginator = BriefPaginator
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()
    # Else there is no box to type into; what is found, `found` says.
    search_fields = ("pk",)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return NewestFirst

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By the filters alone: else an address could ask what a password's hash begins with."""
        return lookup.removesuffix("__exact") in map(parameter_of, self.list_filter)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        return (self.found(queryset, search_term.strip()) if search_term.strip() else queryset), False

    def found(self, rows: QuerySet[M], words: str) -> QuerySet[M]:
        raise NotImplementedError

    def do(self, request: HttpRequest, rows: QuerySet[M], verb: Callable[[M], bool], *, said: str) -> None:
        """Call the verb for each row, one transaction each; note in its history, and say, what came of it."""
        done = [row for row in rows if verb(row)]
        for row in done:
            self.log_change(request, row, said)
        self.message_user(request, _("%(done)s Rows: %(count)d.") % {"done": said, "count": len(done)})
        if left := len(rows) - len(done):
            words = _("Left as they were, because they were so already or may not be changed: %d.") % left
            self.message_user(request, words, messages.WARNING)


def parameter_of(filtered: object) -> str | None:
    is_ours = isinstance(filtered, type) and issubclass(filtered, ListFilter)
    return getattr(filtered, "parameter_name", None) if is_ours else str(filtered)


def number_in(words: str, letter: str) -> int | None:
    """The key that is meant: 12, or c12 as a page's own anchors have it."""
    digits = words.lower().removeprefix(letter)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
