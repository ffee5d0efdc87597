"""The front page, and the votes on articles."""

from django.urls import path

from forum.articles import views

urlpatterns = [
    path("", views.front, name="front"),
    path("a/<int:pk>/vote", views.vote, name="vote_on_article"),
]
