"""What is not kept for ever: whose a notice was."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from moderation.deciding import Verdict, decide
from moderation.forgetting import CONTACTS_LAST
from moderation.models import Report
from moderation.reporting import Notice, report
from moderation.tasks import forget
from tests.make import RuleFactory, make_comment
from tests.moderation.cases import decided_by

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def noticed() -> Report:
    said = Notice(by=None, rule=RuleFactory.create(), at=timezone.now(), receipt=uuid4(), note="It is mine.")
    return report(make_comment(), replace(said, name="Dora", contact="dora@example.org"))


def test_whose_a_notice_was_is_known_for_ninety_days_after_its_decision(mona: User) -> None:
    decided, waiting = noticed(), noticed()
    decide(decided.case_id, Verdict.APPROVE, decided_by(mona))

    with time_machine.travel(timezone.now() + CONTACTS_LAST - MINUTE):
        forget()
    assert Report.objects.filter(contact="dora@example.org", name="Dora").count() == 2
    with time_machine.travel(timezone.now() + CONTACTS_LAST + MINUTE):
        forget()

    assert timedelta(days=90) == CONTACTS_LAST
    assert [(each.name, each.contact, each.note) for each in Report.objects.order_by("pk")] == [
        ("", "", "It is mine."),
        (waiting.name, waiting.contact, "It is mine."),
    ]
