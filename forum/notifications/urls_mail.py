"""Addresses of mail and of the private feed."""

from django.urls import path

from forum.notifications import views_mail

urlpatterns = [
    path("settings/mail", views_mail.mail, name="mail"),
    path("settings/mail/try-again", views_mail.try_again, name="try_mail_again"),
    path("settings/mail/feed", views_mail.renew_feed, name="renew_feed"),
    path("settings/mail/feed/revoke", views_mail.revoke_feed, name="revoke_feed"),
    # In every mail there ever was: it must never change.
    path("mail/leave/<str:token>", views_mail.leave_mail, name="leave_mail"),
    path("notifications/<str:key>/feed.atom", views_mail.feed, name="private_feed"),
]
