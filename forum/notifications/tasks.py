"""Doors of mail."""

from celery import shared_task
from django.utils import timezone

from forum.notifications.mailing import forget_mail, send_mail


@shared_task(ignore_result=True)
def send_due_mail() -> None:
    send_mail()
    forget_mail(timezone.now())
