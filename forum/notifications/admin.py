"""What people were told, for operators who look into why somebody was not, or was twice."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import people_called
from forum.lib.admin import Window, number_in
from forum.notifications.mailing import try_address_again
from forum.notifications.models import FanOut, Mail, Notification, RefusedAddress


@admin.register(Notification)
class Notifications(Window[Notification]):
    list_display = ("id", "person", "kind", "comment", "article", "number", "told_at", "read_at")
    list_select_related = ("person", "comment", "article")
    search_help_text = gettext_lazy("The exact name of whom it was told to, or the number of a comment: c12.")
    fields = ("id", "person", "kind", "comment", "article", "number", "told_at", "read_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        return Notification.objects.all()

    def found(self, rows: QuerySet[Notification], words: str) -> QuerySet[Notification]:
        if (key := number_in(words, "c")) is not None:
            return rows.filter(comment=key)
        return rows.filter(person__in=people_called(words))


@admin.register(FanOut)
class FanOuts(Window[FanOut]):
    list_display = ("id", "comment", "article", "node", "after", "begun_at")
    list_select_related = ("comment", "article")
    search_help_text = gettext_lazy("The number of a fan-out.")
    fields = ("id", "comment", "article", "node", "after", "begun_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FanOut]:
        return FanOut.objects.all()

    def found(self, rows: QuerySet[FanOut], words: str) -> QuerySet[FanOut]:
        return rows.filter(pk=number_in(words, "") or 0)


@admin.register(Mail)
class Mails(Window[Mail]):
    """What became of mail: filter by "perhaps sent" for what nobody knows of and nobody sends again."""

    list_display = ("id", "person", "rhythm", "state", "begun_at", "due_at", "tries", "done_at", "answer")
    list_filter = ("state",)
    list_select_related = ("person",)
    search_help_text = gettext_lazy("The exact name or address of whom it is for.")
    fields = ("id", "person", "rhythm", "place", "state", "begun_at", "due_at", "tries", "done_at", "answer")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return Mail.objects.all()

    def found(self, rows: QuerySet[Mail], words: str) -> QuerySet[Mail]:
        return rows.filter(person__in=people_called(words))


@admin.register(RefusedAddress)
class RefusedAddresses(Window[RefusedAddress]):
    list_display = ("id", "address", "refused_at", "answer")
    search_help_text = gettext_lazy("An exact address.")
    fields = ("id", "address", "refused_at", "answer")
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RefusedAddress]:
        return RefusedAddress.objects.all()

    def found(self, rows: QuerySet[RefusedAddress], words: str) -> QuerySet[RefusedAddress]:
        return rows.filter(address=words.lower())

    @admin.action(description=gettext_lazy("Send mail there again"))
    def try_again(self, request: HttpRequest, rows: QuerySet[RefusedAddress]) -> None:
        self.do(request, rows, lambda row: try_address_again(row.address), said=_("To be tried again."))
