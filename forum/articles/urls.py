"""The front page and its like, and what authors and staff do to articles.

What is about one article lies two steps below its address: one step is the place of its title, whatever that is.
"""

from django.urls import path

from forum.articles import feeds, sitemaps, views, views_acts, views_writing
from forum.lib.feeds import feed_paths

urlpatterns = [
    path("", views.front, name="front"),
    path("t/<str:slug>", views.tag, name="tag"),
    path("ranking", views.ranking, name="ranking"),
    path("submit", views_writing.submit, name="submit"),
    path("submit/discard", views_writing.discard, name="discard_draft"),
    path("submissions", views_writing.submissions, name="submissions"),
    path("waiting", views_acts.waiting, name="waiting"),
    path("a/<int:pk>/story/why", views.why, name="why"),
    path("a/<int:pk>/story/history", views.history, name="article_history"),
    path("a/<int:pk>/story/edit", views_writing.edit, name="edit_article"),
    path("a/<int:pk>/story/recall", views_acts.recall, name="recall_article"),
    path("a/<int:pk>/story/withdraw", views_acts.withdraw, name="withdraw_article"),
    path("a/<int:pk>/story/return", views_acts.put_back, name="return_article"),
    path("a/<int:pk>/story/vote", views_acts.vote, name="vote_on_article"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": sitemaps.SITEMAPS, "sitemap_url_name": "sitemap_part"}, "sitemap"),
    path("sitemap-<section>.xml", sitemaps.part, {"sitemaps": sitemaps.SITEMAPS}, "sitemap_part"),
    *feed_paths("", "front_feed", feeds.front_feed),
    *feed_paths("t/<str:slug>/", "tag_feed", feeds.tag_feed),
]
