from celery import shared_task
from django.utils import timezone

from forum.notifications.forgetting import forget_expired, forget_told
from forum.notifications.mailing import forget_mail, send_mail


@shared_task(ignore_result=True)
def send_due_mail() -> None:
    send_mail()


@shared_task(ignore_result=True)
def forget() -> None:
    now = timezone.now()
    forget_told(now)
    forget_expired(now)
    forget_mail(now)
