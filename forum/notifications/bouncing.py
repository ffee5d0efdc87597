"""What mail providers tell later of mail that they took: it came back for good, or was reported as spam.

django-anymail reads it. This is imported only where BOUNCES_SECRET is set (forum/urls.py), as anymail is an extra.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.finding import person_at
from forum.lib.smtp import Answer, Fate, text_of
from forum.notifications.mailing import refuse_address


@dataclass(frozen=True)
class Provider:
    read: Callable[[HttpRequest], HttpResponseBase]
    # What anymail counts as bounced or complained, and will pass: a full box, a server that was away, a filter's guess.
    passes: Callable[[Mapping[str, object]], bool]


# Those that need no key of their own: they send the password, and tell what is for good from what is not.
PROVIDERS = {
    "brevo": Provider(BrevoTrackingWebhookView.as_view(), lambda said: said["event"] == "soft_bounce"),
    "mailjet": Provider(
        MailjetTrackingWebhookView.as_view(), lambda said: said["event"] == "bounce" and not said.get("hard_bounce")
    ),
    "postmark": Provider(
        PostmarkTrackingWebhookView.as_view(), lambda said: said.get("Type") in {"SoftBounce", "SpamNotification"}
    ),
}
# As with 5.7.x of a mail server, what is blocked is blocked because of us, or of the mail, and marks nobody.
ABOUT_THE_ADDRESS = {RejectReason.INVALID, RejectReason.BOUNCED, RejectReason.SPAM, RejectReason.UNSUBSCRIBED}


@receiver(tracking)
def mark_address(*, event: AnymailTrackingEvent, esp_name: str, **_sender: object) -> None:
    """Once, however often it is told, and only where it is somebody's: whoever is forgotten takes the mark along."""
    if is_for_good(event, PROVIDERS[esp_name.lower()]) and person_at(event.recipient or ""):
        refuse_address(event.recipient, Answer(Fate.NO_SUCH_ADDRESS, words_of(event)))


def is_for_good(event: AnymailTrackingEvent, provider: Provider) -> bool:
    if provider.passes(event.esp_event):
        return False
    if event.event_type == EventType.COMPLAINED:
        return True
    is_refusal = event.event_type in {EventType.BOUNCED, EventType.REJECTED}
    return is_refusal and event.reject_reason in ABOUT_THE_ADDRESS


def words_of(event: AnymailTrackingEvent) -> str:
    """What its owner is shown."""
    if event.event_type == EventType.COMPLAINED:
        return _("A mail from here was reported as spam.")
    return text_of((event.mta_response or event.description or event.reject_reason).strip().encode(errors="replace"))
