from celery import shared_task
from django.utils import timezone

from accounts.forgetting import forget_letters, forget_unfinished_sign_ups
from accounts.guessing import forget_guesses


@shared_task(ignore_result=True)
def forget() -> None:
    now = timezone.now()
    forget_unfinished_sign_ups(now)
    forget_letters(now)
    forget_guesses(now)
