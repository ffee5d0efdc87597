from allauth.account.views import account_inactive, logout
from django.urls import path

from accounts import entering, views

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/theme", views.theme, name="theme"),
    # The only pages of allauth there are as yet: those that send mail come with the people's pages.
    path("accounts/login/", entering.LogIn.as_view(), name="account_login"),
    path("accounts/signup/", entering.SignUp.as_view(), name="account_signup"),
    path("accounts/logout/", logout, name="account_logout"),
    path("accounts/inactive/", account_inactive, name="account_inactive"),
]
