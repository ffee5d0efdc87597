"""Addresses of those who keep the place. What is done to one thing lies at that thing's own address."""

from django.urls import path

from forum.lib.feeds import feed_paths
from moderation import views_acts, views_decisions, views_figures, views_log, views_notices, views_reports, views_rules
from moderation.logbook import log_feed

urlpatterns = [
    path("c/<int:pk>/remove", views_acts.remove, name="remove"),
    path("c/<int:pk>/restore", views_acts.restore, name="restore"),
    path("a/<int:pk>/story/approve", views_acts.approve, name="approve_article"),
    path("a/<int:pk>/story/decline", views_acts.decline, name="decline_article"),
    path("a/<int:pk>/story/reconsider", views_acts.reconsider, name="reconsider_article"),
    path("c/<int:pk>/report", views_reports.report_comment, name="report"),
    path("a/<int:pk>/story/report", views_reports.report_article, name="report_article"),
    path("reports", views_reports.reports, name="reports"),
    path("notice", views_notices.notice, name="notice"),
    path("notice/<uuid:receipt>", views_notices.receipt, name="receipt"),
    path("rules", views_rules.rules, name="rules"),
    path("moderation/rules", views_rules.manage, name="manage_rules"),
    path("moderation/rules/<int:pk>", views_rules.change, name="change_rule"),
    path("moderation/rules/<int:pk>/move", views_rules.move, name="move_rule"),
    path("moderation/rules/<int:pk>/retire", views_rules.retire, name="retire_rule"),
    path("moderation/rules/<int:pk>/bring-back", views_rules.bring_back, name="bring_back_rule"),
    path("log", views_log.log, name="log"),
    path("log/<int:number>", views_log.entry, name="log_entry"),
    *feed_paths("log/", "log_feed", log_feed),
    path("decisions", views_decisions.decisions, name="decisions"),
    path("decisions/<int:number>", views_decisions.decision, name="decision"),
    path("decisions/<int:number>/appeal", views_decisions.appeal_decision, name="appeal"),
    path("moderation/appeals", views_decisions.appeals, name="appeals"),
    path("moderation/appeals/<int:pk>", views_decisions.answer_appeal, name="answer_appeal"),
    path("transparency", views_figures.transparency, name="transparency"),
]
