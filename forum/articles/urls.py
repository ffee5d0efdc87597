"""The front page."""

from django.urls import path

from forum.articles import feeds, views
from forum.lib.feeds import feed_paths

urlpatterns = [
    path("", views.front, name="front"),
    *feed_paths("", "front_feed", feeds.front_feed),
]
