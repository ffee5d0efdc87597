"""What a user name may be."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# ASCII, so that no name can be drawn to look like another's and every name can be typed after an @.
USERNAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{1,29}"

username_validators = [
    RegexValidator(
        rf"\A{USERNAME}\Z",
        _("A name has 2 to 30 letters (a to z), digits, _ or -, and does not begin with -."),
    )
]
