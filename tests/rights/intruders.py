"""Fields that no form asks for: every column of every model, as somebody would name it who hopes that it is taken."""

from itertools import batched
from uuid import UUID

from django.apps import apps
from django.db import models

from accounts.models import User
from tests.rights.forms import Payload

# What a verb is told by its view alone.
ARGUMENTS = {
    "by": "1",
    "at": "2001-02-03T04:05:06Z",
    "actor": "1",
    "voter": "1",
    "is_staff": "on",
    "is_superuser": "on",
}
# Of one request: below settings.DATA_UPLOAD_MAX_NUMBER_FIELDS together with the form's own.
AT_ONCE = 80


def intruders(payload: Payload, *, in_the_name_of: User) -> list[Payload]:
    """Every column that the form has not, with a value that it would take, in as few requests as may be."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    named = {name: value_for(field, in_the_name_of) for field in fields for name in (field.name, field.attname)}
    extra = {name: value for name, value in (named | ARGUMENTS).items() if name not in payload}
    return [dict(some) for some in batched(extra.items(), AT_ONCE)]


def value_for(field: "models.Field[object, object]", person: User) -> str:
    """A value that the column would take and does not have: the last of its choices, another person's key."""
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    by_kind: dict[type[models.Field[object, object]], str] = {
        models.BooleanField: "",
        models.DateTimeField: "2001-02-03T04:05:06Z",
        models.DateField: "2001-02-03",
        models.UUIDField: str(UUID(int=7)),
        models.EmailField: "intruder@example.org",
        models.JSONField: "{}",
        models.TextField: "intruder",
        models.CharField: "intruder",
    }
    return next((value for kind, value in by_kind.items() if isinstance(field, kind)), str(person.pk))
