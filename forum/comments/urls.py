"""Addresses of what is written and done."""

from django.urls import path

from forum.comments import views, views_drafts

urlpatterns = [
    path("a/<int:pk>/comments/new", views.post, name="post"),
    path("c/<int:pk>/reply", views.reply, name="reply"),
    path("c/<int:pk>/edit", views.edit, name="edit"),
    path("c/<int:pk>/delete", views.delete, name="delete"),
    path("c/<int:pk>/undelete", views.undelete, name="undelete"),
    path("c/<int:pk>/vote", views.vote, name="vote"),
    path("preview", views.preview, name="preview"),
    path("drafts", views_drafts.drafts, name="drafts"),
    path("drafts/<int:pk>/discard", views_drafts.discard, name="discard_comment_draft"),
]
