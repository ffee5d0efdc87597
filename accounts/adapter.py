"""What allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

# One sentence for a wrong name, a wrong address and a wrong password: which of them it was is nobody's business.
MISMATCH = _("That name or address and that password do not belong together.")


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "username_taken": _("This name is taken, in these or in other capitals. Choose another."),
        "email_taken": _("Somebody with this address is here already. Is it you? Then log in."),
        "too_many_login_attempts": _("Too many attempts failed. Wait a few minutes, then try again."),
    }
