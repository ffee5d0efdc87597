"""The address that mail providers call. Only where BOUNCES_SECRET is set."""

from django.urls import path

from forum.notifications import views_bounces

urlpatterns = [path("mail/bounces/<str:provider>", views_bounces.bounces, name="bounces")]
