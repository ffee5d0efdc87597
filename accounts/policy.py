"""Who may do what with an account."""

from accounts.models import User

# Admins give roles and close accounts. Never their own: nobody locks themselves out. A placeholder is nobody's account.


def may_change_account(viewer: User, person: User) -> bool:
    return viewer.is_active and viewer.is_staff and viewer.pk != person.pk and person.imported_name is None
