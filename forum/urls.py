"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("forum.articles.urls")),
    path("", include("forum.threads.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
