"""People, for operators."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.closing import close_account, reopen_account
from accounts.finding import people_called
from accounts.models import User
from accounts.policy import may_change_account
from accounts.requests import SignedInRequest
from accounts.roles import set_role
from forum.lib.admin import Window, number_in


@admin.register(User)
class People(Window[User]):
    list_display = ("name", "email", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    search_help_text = gettext_lazy("A name or an address, or a part of one.")
    fields = (
        "id",
        "username",
        "email",
        "role",
        "is_active",
        "joined_at",
        "last_login",
        "imported_source",
        "imported_name",
    )
    actions = ("make_reader", "make_moderator", "make_admin", "close", "reopen")

    def found(self, rows: QuerySet[User], words: str) -> QuerySet[User]:
        """Whoever is called exactly so; only where nobody is, all whose names hold the words."""
        keys = people_called(words)
        if (key := number_in(words, "u")) is not None and not keys:
            keys = [key]
        parts = Q(username__icontains=words) | Q(email__icontains=words) | Q(imported_name__icontains=words)
        return rows.filter(pk__in=keys) if keys else rows.filter(parts)

    @admin.action(description=gettext_lazy("Make readers"))
    def make_reader(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.give(request, rows, User.Role.READER)

    @admin.action(description=gettext_lazy("Make moderators"))
    def make_moderator(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.give(request, rows, User.Role.MODERATOR)

    @admin.action(description=gettext_lazy("Make admins"))
    def make_admin(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.give(request, rows, User.Role.ADMIN)

    def give(self, request: SignedInRequest, rows: QuerySet[User], role: User.Role) -> None:
        def give_role(person: User) -> bool:
            return may_change_account(request.user, person) and set_role(person, role, by=request.user)

        self.do(request, rows, give_role, said=_("Role: %s.") % role.label)

    @admin.action(description=gettext_lazy("Close the accounts"))
    def close(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        def close(person: User) -> bool:
            return may_change_account(request.user, person) and close_account(person, by=request.user)

        self.do(request, rows, close, said=_("Closed."))

    @admin.action(description=gettext_lazy("Open the accounts again"))
    def reopen(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        def reopen(person: User) -> bool:
            return may_change_account(request.user, person) and reopen_account(person, by=request.user)

        self.do(request, rows, reopen, said=_("Opened again."))
