"""The front page."""

from django.urls import path

from forum.articles import views

urlpatterns = [path("", views.front, name="front")]
