from django.utils import timezone

from accounts.letters import send_letter
from accounts.models import Letter
from forum.events.receiving import receiver


@receiver("letter_written")
def deliver_letter(*, letter_id: int) -> None:
    letter = Letter.objects.waiting().filter(pk=letter_id).first()
    if letter is not None:
        send_letter(letter, now=timezone.now())
