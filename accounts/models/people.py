"""People: those with an account, and placeholders for those whom imported threads name."""

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.names import username_validators
from accounts.preferences import (
    FEWEST_SHOWN,
    LOWEST_FOLD,
    MOST_SHOWN,
    Density,
    Keys,
    Motion,
    TextSize,
    Theme,
    ThreadOrder,
)

if TYPE_CHECKING:
    from accounts.models.restrictions import Restriction


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    @transaction.atomic
    def create_user(
        self, username: str, *, email: str = "", password: str | None = None, role: str = "reader"
    ) -> "User":
        """An account that an operator makes, who vouches for its address: it can log in without a code."""
        user = self.model(username=username, email=email.lower(), role=role)
        user.set_password(password)
        user.save(using=self._db)
        if user.email:
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser):
    class Role(models.TextChoices):
        READER = "reader", _("reader")
        MODERATOR = "moderator", _("moderator")
        ADMIN = "admin", _("admin")

    # A placeholder's is "source:digest", which no sign-up can choose.
    username = models.CharField(max_length=64, unique=True, validators=username_validators)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.READER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    # The sum of the scores of what they wrote: kept by forum.votes.
    standing = models.BigIntegerField(default=0)
    # Sessions begun before are over.
    logged_out_at = models.DateTimeField(null=True, blank=True)
    # When the last of what restricts them ends (accounts.restrictions): past it nobody asks for more.
    restricted_until = models.DateTimeField(null=True, blank=True, editable=False)
    # How they read (accounts.preferences). Empty and null: as the site has it.
    order = models.CharField(max_length=10, blank=True, default="", db_default="")
    replies_shown = models.PositiveSmallIntegerField(null=True, blank=True)
    theme = models.CharField(max_length=5, blank=True, default="", db_default="")
    density = models.CharField(max_length=7, blank=True, default="", db_default="")
    text_size = models.CharField(max_length=6, blank=True, default="", db_default="")
    motion = models.CharField(max_length=7, blank=True, default="", db_default="")
    keys = models.CharField(max_length=3, blank=True, default="", db_default="")
    time_zone = models.CharField(max_length=64, blank=True, default="", db_default="")
    fold_below = models.SmallIntegerField(null=True, blank=True)
    never_folds = models.BooleanField(default=False, db_default=False)
    # Set for placeholders only: who a file said it was. Never matched to an account.
    imported_source = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means an account, "" a nameless source
    imported_name = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means an account, "" a nameless person

    # What they were told and have not read: known of whoever is signed in (accounts.signed_in).
    unread = 0

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        indexes = [
            # How many come within an hour (accounts.arriving).
            models.Index(fields=["joined_at"], condition=Q(imported_name__isnull=True), name="people_by_arrival")
        ]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_user_per_name_in_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_user_per_email_in_any_case"),
            models.UniqueConstraint(
                fields=["imported_source", "imported_name"], name="one_placeholder_per_source_and_name"
            ),
            models.CheckConstraint(
                condition=Q(imported_source__isnull=True, imported_name__isnull=True)
                | Q(imported_source__isnull=False, imported_name__isnull=False),
                name="a_placeholder_has_source_and_name",
            ),
            models.CheckConstraint(
                condition=Q(order__in=["", *ThreadOrder.values]), name="threads_stand_in_an_order_that_there_is"
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="a_theme_is_one_that_there_is"),
            models.CheckConstraint(condition=Q(density__in=Density.values), name="a_density_is_one_that_there_is"),
            models.CheckConstraint(condition=Q(text_size__in=TextSize.values), name="a_text_size_is_one_that_there_is"),
            models.CheckConstraint(
                condition=Q(motion__in=Motion.values), name="motion_is_reduced_or_as_the_system_has_it"
            ),
            models.CheckConstraint(condition=Q(keys__in=Keys.values), name="keys_are_on_or_off"),
            models.CheckConstraint(
                condition=Q(replies_shown__isnull=True) | Q(replies_shown__range=(FEWEST_SHOWN, MOST_SHOWN)),
                name="replies_shown_are_as_many_as_are_ranked",
            ),
            models.CheckConstraint(
                condition=Q(fold_below__isnull=True) | Q(fold_below__range=(LOWEST_FOLD, 0)),
                name="only_low_scores_fold",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that readers see. A placeholder's may be empty: its source named nobody."""
        return self.username if self.imported_name is None else self.imported_name

    @property
    def moderates(self) -> bool:
        return self.role in (self.Role.MODERATOR, self.Role.ADMIN)

    @cached_property
    def restrictions_in_force(self) -> "list[Restriction]":
        """As of this request: a person is fetched anew for each. Asks nothing where there are none."""
        now = timezone.now()
        if self.restricted_until is None or self.restricted_until <= now:
            return []
        return list(self.restrictions.in_force(now))

    @property
    def is_staff(self) -> bool:
        return self.role == self.Role.ADMIN

    is_superuser = is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this person holds: it ends when any of this changes.

        Django's own, of which both its public forms are made, is of the password alone.
        """
        logged_out = self.logged_out_at.isoformat() if self.logged_out_at else ""
        facts = f"{self.password}\n{self.email}\n{self.role}\n{logged_out}"
        return salted_hmac("accounts.sessions", facts, secret=secret, algorithm="sha256").hexdigest()


def placeholder_username(source: str, name: str) -> str:
    """A user name for somebody in an imported file: stable, and impossible to sign up with."""
    digest = hashlib.blake2b(f"{source}\n{name}".encode(), digest_size=16).hexdigest()
    return f"source:{digest}"
