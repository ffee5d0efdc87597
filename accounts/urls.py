from allauth.account.views import account_inactive, logout
from django.urls import path

from accounts import changing, entering, recovering, views

# The only pages of allauth there are, each in our look: its own list would serve more. Passkeys and second factors
# will have theirs below settings/account.
urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/theme", views.theme, name="theme"),
    path("settings/account", views.account, name="account"),
    path("settings/password", changing.ChangePassword.as_view(), name="account_change_password"),
    path("settings/address", changing.change_address, name="account_email"),
    path("settings/sessions", views.log_out_everywhere, name="log_out_everywhere"),
    path("accounts/login/", entering.LogIn.as_view(), name="account_login"),
    path("accounts/signup/", entering.SignUp.as_view(), name="account_signup"),
    path("accounts/code/", entering.EnterCode.as_view(), name="account_email_verification_sent"),
    path("accounts/reset/", recovering.AskForCode.as_view(), name="account_reset_password"),
    path("accounts/reset/code/", recovering.EnterCode.as_view(), name="account_confirm_password_reset_code"),
    path("accounts/reset/password/", recovering.SetPassword.as_view(), name="account_complete_password_reset"),
    path("accounts/logout/", logout, name="account_logout"),
    path("accounts/inactive/", account_inactive, name="account_inactive"),
]
