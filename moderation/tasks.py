from celery import shared_task
from django.utils import timezone

from moderation.forgetting import forget_contacts


@shared_task(ignore_result=True)
def forget() -> None:
    forget_contacts(timezone.now())
