"""Addresses of what is read. A comment's own never changes, wherever its branch moves."""

from django.urls import path, re_path

from forum.lib.feeds import feed_paths
from forum.lib.links import USERNAME
from forum.threads import feeds, views, views_acts, views_live

urlpatterns = [
    path("a/<int:pk>", views.article, name="article"),
    path("a/<int:pk>/<slug:slug>", views.article, name="article"),
    # An article may be called Outline.
    path("a/<int:pk>/comments/outline", views.outline, name="outline"),
    path("a/<int:pk>/comments/people", views.people, name="people"),
    path("a/<int:pk>/comments/changes", views_live.changes, name="changes"),
    path("a/<int:pk>/comments/arrivals", views_live.arrivals, name="arrivals"),
    path("c/<int:pk>", views.comment, name="comment"),
    path("c/<int:pk>/replies", views.replies, name="replies"),
    path("c/<int:pk>/collapse", views_acts.collapse, name="collapse"),
    path("c/<int:pk>/expand", views_acts.expand, name="expand"),
    path("c/<int:pk>/history", views.history, name="history"),
    path("c/<int:pk>/history/<int:revision>/blank", views.blank, name="blank_revision"),
    re_path(rf"^u/(?P<name>{USERNAME})$", views.person, name="person"),
    re_path(rf"^u/(?P<name>{USERNAME})/articles$", views.person_articles, name="person_articles"),
    path("keys", views.keys, name="keys"),
    *feed_paths("a/<int:pk>/", "article_feed", feeds.article_feed),
    *feed_paths("c/<int:pk>/", "branch_feed", feeds.branch_feed),
    *feed_paths("u/<str:name>/", "person_feed", feeds.person_feed),
]
