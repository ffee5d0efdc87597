"""People: those with an account, and placeholders for those whom imported threads name."""

import hashlib
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.names import username_validators


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_user(
        self, username: str, *, email: str = "", password: str | None = None, role: str = "reader"
    ) -> "User":
        user = self.model(username=username, email=self.normalize_email(email), role=role)
        user.set_password(password)
        user.save(using=self._db)
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
    # Set for placeholders only: who a file said it was. Never matched to an account.
    imported_source = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means an account, "" a nameless source
    imported_name = models.TextField(null=True, blank=True)  # noqa: DJ001 - null means an account, "" a nameless person

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_user_per_name_in_any_case"),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="one_user_per_email_in_any_case"
            ),
            models.UniqueConstraint(
                fields=["imported_source", "imported_name"], name="one_placeholder_per_source_and_name"
            ),
            models.CheckConstraint(
                condition=models.Q(imported_source__isnull=True, imported_name__isnull=True)
                | models.Q(imported_source__isnull=False, imported_name__isnull=False),
                name="a_placeholder_has_source_and_name",
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

    @property
    def is_staff(self) -> bool:
        return self.role == self.Role.ADMIN

    is_superuser = is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


def placeholder_username(source: str, name: str) -> str:
    """A user name for somebody in an imported file: stable, and impossible to sign up with."""
    digest = hashlib.blake2b(f"{source}\n{name}".encode(), digest_size=16).hexdigest()
    return f"source:{digest}"
