"""Addresses of those who keep the place. What is done to one thing lies at that thing's own address."""

from django.urls import path

from moderation import views_acts, views_calm, views_rings, views_autorules

urlpatterns = [
    path("c/<int:pk>/remove", views_acts.remove, name="remove"),
    path("c/<int:pk>/restore", views_acts.restore, name="restore"),
    path("a/<int:pk>/story/approve", views_acts.approve, name="approve_article"),
    path("a/<int:pk>/story/decline", views_acts.decline, name="decline_article"),
    path("a/<int:pk>/story/reconsider", views_acts.reconsider, name="reconsider_article"),
    path("moderation/rings", views_rings.evidence, name="rings"),
    path("moderation/rings/void", views_rings.void, name="void_votes"),
    path("moderation/rings/<int:number>", views_rings.put_back, name="put_votes_back"),
    path("moderation/calm", views_calm.panel, name="calm"),
    path("moderation/calm/end", views_calm.end, name="end_calm"),
    path("a/<int:pk>/story/calm", views_calm.panel, name="calm"),
    path("a/<int:pk>/story/calm/end", views_calm.end, name="end_calm"),
    path("moderation/automatic", views_autorules.autorules, name="autorules"),
    path("moderation/automatic/new", views_autorules.new_autorule, name="new_autorule"),
    path("moderation/automatic/<int:pk>", views_autorules.autorule, name="autorule"),
    path("moderation/automatic/<int:pk>/stop", views_autorules.stop, name="stop_autorule"),
    path("moderation/automatic/versions/<int:pk>/force", views_autorules.enforce, name="enforce_autorule"),
    path("moderation/automatic/versions/<int:pk>/try", views_autorules.ask_for_trial, name="try_autorule"),
    path("moderation/automatic/trials/<int:pk>", views_autorules.trial, name="trial"),
]
