"""Addresses of those who keep the place. What is done to one thing lies at that thing's own address."""

from django.urls import path, re_path

from forum.lib.links import USERNAME
from moderation import views_acts, views_people

urlpatterns = [
    path("c/<int:pk>/remove", views_acts.remove, name="remove"),
    path("c/<int:pk>/restore", views_acts.restore, name="restore"),
    path("a/<int:pk>/story/approve", views_acts.approve, name="approve_article"),
    path("a/<int:pk>/story/decline", views_acts.decline, name="decline_article"),
    path("a/<int:pk>/story/reconsider", views_acts.reconsider, name="reconsider_article"),
    path("a/<int:pk>/story/remove", views_acts.remove_article, name="remove_article"),
    path("a/<int:pk>/story/restore", views_acts.restore_article, name="restore_article"),
    re_path(rf"^u/(?P<name>{USERNAME})/restrict$", views_people.restrict, name="restrict"),
    path("restrictions/<int:pk>/lift", views_people.lift, name="lift_restriction"),
    path("settings/restrictions", views_people.own, name="restrictions"),
    path("settings/restrictions/read", views_people.read, name="read_warning"),
]
