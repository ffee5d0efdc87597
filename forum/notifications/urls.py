"""Addresses of what one is told, and of what one wants to be told."""

from django.urls import path, re_path

from forum.notifications import views

urlpatterns = [
    path("notifications/", views.inbox, name="inbox"),
    path("notifications/read", views.read, name="read"),
    path("notifications/watching", views.watching, name="watching"),
    re_path(r"^notifications/attention/(?P<sort>[acut])(?P<pk>[0-9]{1,18})$", views.attention, name="attention"),
    path("settings/notifications", views.wishes, name="wishes"),
]
