"""Addresses of those who keep the place. What is done to one thing lies at that thing's own address."""

from django.urls import path

from moderation import views_acts

urlpatterns = [
    path("c/<int:pk>/remove", views_acts.remove, name="remove"),
    path("c/<int:pk>/restore", views_acts.restore, name="restore"),
    path("a/<int:pk>/story/approve", views_acts.approve, name="approve_article"),
    path("a/<int:pk>/story/decline", views_acts.decline, name="decline_article"),
    path("a/<int:pk>/story/reconsider", views_acts.reconsider, name="reconsider_article"),
]
