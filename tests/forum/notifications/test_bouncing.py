"""What providers tell of mail that they took, in the shapes in which they tell it."""

import base64
import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from forum.notifications.gathering import address_of
from forum.notifications.models import RefusedAddress

pytestmark = pytest.mark.django_db

type Said = dict[str, object]

POSTMARK: Said = {
    "RecordType": "Bounce",
    "MessageStream": "outbound",
    "ID": 4323372036854775807,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 No such box",
    "Email": "Bob@example.org",
    "From": "forum@example.org",
    "BouncedAt": "2026-11-05T16:33:54.9070259Z",
    "DumpAvailable": True,
    "Inactive": True,
    "CanActivate": True,
    "Subject": "carol replied to you",
}
BREVO: Said = {
    "event": "hard_bounce",
    "email": "bob@example.org",
    "id": 7654,
    "date": "2026-11-05 16:33:54",
    "ts": 1793896434,
    "message-id": "<202611051633.1@smtp-relay.example.com>",
    "ts_event": 1793896434,
    "ts_epoch": 1793896434000,
    "subject": "carol replied to you",
    "reason": " RecipientError: 550 5.1.1 No such box",
    "tag": "",
}
MAILJET: Said = {
    "event": "bounce",
    "time": 1793896434,
    "MessageID": 19421777835146490,
    "email": "bob@example.org",
    "mj_campaign_id": 7257,
    "mj_contact_id": 4,
    "customcampaign": "",
    "blocked": False,
    "hard_bounce": True,
    "error_related_to": "recipient",
    "error": "user unknown",
    "Payload": "",
}
COMPLAINT: Said = {"event": "spam", "time": 1793896434, "MessageID": 1, "email": "bob@example.org", "source": "JMRPP"}

FOR_GOOD: list[tuple[str, Said | list[Said], str]] = [
    ("postmark", POSTMARK, "smtp;550 5.1.1 No such box"),
    ("postmark", POSTMARK | {"Type": "BadEmailAddress", "Details": ""}, str(POSTMARK["Description"])),
    (
        "postmark",
        {
            "RecordType": "SubscriptionChange",
            "Recipient": "bob@example.org",
            "SuppressSending": True,
            "SuppressionReason": "HardBounce",
            "ChangedAt": "2026-11-05T16:33:54Z",
        },
        "bounced",
    ),
    ("brevo", BREVO, "RecipientError: 550 5.1.1 No such box"),
    ("brevo", BREVO | {"event": "invalid_email"}, "RecipientError: 550 5.1.1 No such box"),
    ("mailjet", [COMPLAINT | {"event": "open"}, MAILJET], "bounced"),
    ("mailjet", MAILJET | {"event": "blocked", "hard_bounce": None}, "bounced"),
]
COMPLAINTS: list[tuple[str, Said]] = [
    ("postmark", POSTMARK | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}),
    ("brevo", BREVO | {"event": "spam"}),
    ("mailjet", COMPLAINT),
]
PASSING: list[tuple[str, Said]] = [
    ("postmark", POSTMARK | {"Type": "SoftBounce", "TypeCode": 4096}),
    ("postmark", POSTMARK | {"Type": "SpamNotification", "TypeCode": 256}),
    ("postmark", POSTMARK | {"Type": "Transient", "TypeCode": 2}),
    ("postmark", POSTMARK | {"Type": "Blocked", "TypeCode": 100000}),
    ("postmark", {"RecordType": "Delivery", "Recipient": "bob@example.org", "DeliveredAt": "2026-11-05T16:33:54Z"}),
    ("brevo", BREVO | {"event": "soft_bounce"}),
    ("brevo", BREVO | {"event": "blocked"}),
    ("brevo", BREVO | {"event": "delivered"}),
    ("mailjet", MAILJET | {"hard_bounce": False}),
    ("mailjet", MAILJET | {"error": "content blocked"}),
    ("mailjet", COMPLAINT | {"event": "sent"}),
]


def tell(provider: str, said: Said | list[Said], *, password: str | None = None) -> int:
    """What is answered to a POST of it: without cookies or a token, as a provider sends it."""
    secret = settings.ANYMAIL["WEBHOOK_SECRET"] if password is None else f"understory:{password}"
    headers = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if password != "" else {}
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/mail/bounces/{provider}", json.dumps(said), "application/json", headers=headers)
    return answer.status_code


@pytest.mark.parametrize(("provider", "said", "words"), FOR_GOOD)
def test_what_came_back_for_good_marks_the_address(
    provider: str, said: Said | list[Said], words: str, bob: User
) -> None:
    assert tell(provider, said) == 200

    assert RefusedAddress.objects.get().address == "bob@example.org"
    assert RefusedAddress.objects.get().answer == words
    assert address_of(bob) == ""


@pytest.mark.parametrize(("provider", "said"), COMPLAINTS)
def test_a_complaint_marks_the_address_and_its_owner_reads_why(
    provider: str, said: Said, bob: User, browse: Callable[[User], Client]
) -> None:
    assert tell(provider, said) == 200

    assert address_of(bob) == ""
    assert "reported as spam" in browse(bob).get("/settings/mail").content.decode()


@pytest.mark.parametrize(("provider", "said"), PASSING)
def test_what_passes_or_is_about_us_marks_nobody(provider: str, said: Said, bob: User) -> None:
    assert tell(provider, said) == 200

    assert address_of(bob) == "bob@example.org"


def test_told_again_it_is_the_same(bob: User) -> None:
    tell("postmark", POSTMARK)
    before = RefusedAddress.objects.values().get()

    assert tell("postmark", POSTMARK) == 200
    assert tell("brevo", BREVO) == 200

    assert RefusedAddress.objects.values().get() == before


def test_an_address_that_is_nobodys_is_not_kept(bob: User) -> None:
    assert tell("postmark", POSTMARK | {"Email": "stranger@example.org"}) == 200

    assert not RefusedAddress.objects.exists()


@pytest.mark.parametrize("password", ["", "what nobody knows"])
def test_whoever_does_not_know_the_password_tells_nothing(password: str, bob: User) -> None:
    assert tell("postmark", POSTMARK, password=password) == 404
    assert tell("nobody", POSTMARK) == 404

    assert not RefusedAddress.objects.exists()


def test_more_than_anybody_posts_is_not_read(bob: User) -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    assert tell("postmark", POSTMARK | {"Content": "x" * size}) == 400

    assert not RefusedAddress.objects.exists()
