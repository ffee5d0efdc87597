"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("forum.articles.urls")),
    path("", include("forum.threads.urls")),
    path("", include("forum.comments.urls")),
    path("", include("forum.notifications.urls_mail")),
    path("", include("forum.notifications.urls")),
    path("", include("moderation.urls")),
    path("", include("accounts.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]
if settings.ANYMAIL:
    urlpatterns.append(path("", include("forum.notifications.urls_bounces")))

handler403 = "forum.lib.refusing.forbidden"
handler404 = "forum.lib.refusing.not_found"
# Of allauth's pages alone.
handler429 = "accounts.waiting.too_often"
