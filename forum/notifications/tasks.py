from celery import shared_task
from django.utils import timezone

from forum.notifications.forgetting import forget_expired, forget_told


@shared_task(ignore_result=True)
def forget() -> None:
    now = timezone.now()
    forget_told(now)
    forget_expired(now)
