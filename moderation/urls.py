"""Addresses of those who keep the place. What is done to one thing lies at that thing's own address."""

from django.urls import path

from moderation import views_acts, views_bulk, views_live, views_queue

urlpatterns = [
    path("moderation/", views_queue.queue, name="queue"),
    path("moderation/live", views_live.live, name="queue_live"),
    path("moderation/case/<int:pk>", views_queue.case, name="case"),
    path("moderation/case/<int:pk>/decide", views_queue.decide, name="decide"),
    path("moderation/case/<int:pk>/claim", views_queue.claim, name="claim_case"),
    path("moderation/case/<int:pk>/let-go", views_queue.let_go, name="let_go_case"),
    path("moderation/case/<int:pk>/leave", views_queue.leave, name="leave_case"),
    path("moderation/case/<int:pk>/ask", views_queue.ask, name="ask_about_case"),
    path("moderation/case/<int:pk>/answer", views_queue.answer, name="answer_case"),
    path("moderation/case/<int:pk>/note", views_queue.note, name="note_on_author"),
    path("moderation/bulk", views_bulk.bulk, name="bulk"),
    path("moderation/bulk/<uuid:key>", views_bulk.bulk_done, name="bulk_done"),
    path("moderation/bulk/<uuid:key>/undo", views_bulk.bulk_undo, name="undo_bulk"),
    path("moderation/undo/<int:number>", views_queue.undo, name="undo"),
    path("c/<int:pk>/remove", views_acts.remove, name="remove"),
    path("c/<int:pk>/restore", views_acts.restore, name="restore"),
    path("a/<int:pk>/story/approve", views_acts.approve, name="approve_article"),
    path("a/<int:pk>/story/decline", views_acts.decline, name="decline_article"),
    path("a/<int:pk>/story/reconsider", views_acts.reconsider, name="reconsider_article"),
]
