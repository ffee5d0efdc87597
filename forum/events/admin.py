"""The outbox, for operators: what is on its way, and what was given up."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.events.models import Delivery, DeliveryQuerySet
from forum.events.retrying import retry
from forum.lib.admin import Window, number_in


class Arrival(admin.SimpleListFilter):
    title = gettext_lazy("arrival")
    parameter_name = "arrival"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("alive", _("on their way")), ("dead", _("given up: dead letters"))]

    def queryset(self, request: HttpRequest, rows: DeliveryQuerySet) -> DeliveryQuerySet:  # type: ignore[override]  # of these rows alone
        return {"alive": rows.alive, "dead": rows.dead_letters}.get(self.value() or "", rows.all)()


@admin.register(Delivery)
class Deliveries(Window[Delivery]):
    list_display = ("id", "event", "ids", "receiver", "announced_at", "tries", "dead_at", "error")
    list_filter = (Arrival,)
    search_help_text = gettext_lazy("The number of a delivery, the exact name of an event, or that of its receiver.")
    fields = ("id", "event", "ids", "receiver", "announced_at", "due_at", "tries", "dead_at", "error")
    actions = ("retry",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return Delivery.objects.all()

    def found(self, rows: QuerySet[Delivery], words: str) -> QuerySet[Delivery]:
        if (key := number_in(words, "")) is not None:
            return rows.filter(pk=key)
        return rows.filter(event=words) | rows.filter(receiver=words)

    @admin.action(description=gettext_lazy("Try dead letters again"))
    def retry(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        self.do(request, rows, lambda letter: retry([letter.pk]) > 0, said=_("To be tried again."))
