"""What a user name may be."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from forum.lib.links import USERNAME

username_validators = [
    RegexValidator(
        rf"\A{USERNAME}\Z",
        _("A name has 2 to 30 letters (a to z), digits, _ or -, and does not begin with -."),
    )
]
