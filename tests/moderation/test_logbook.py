"""The log is read by indexes."""

from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from moderation import logbook
from moderation.models import Act, LoggedAct, Rule
from tests.make import RuleFactory
from tests.moderation.cases import in_bulk


def many_more_bulks(entry: LoggedAct) -> None:
    """Of another act, twenty to a bulk: enough to tell the planner what an index is worth. Nobody verifies them."""
    bulks = [uuid4() for _each in range(100)]
    LoggedAct.objects.bulk_create(
        LoggedAct(
            number=number,
            written_at=entry.written_at,
            act=Act.LOCK_ARTICLE,
            role=entry.role,
            bulk=bulks[number % 100],
            previous="before",
            digest=str(number),
        )
        for number in range(2, 2000)
    )


@pytest.mark.needs_postgres
@pytest.mark.django_db
def test_the_newest_entries_are_found_by_an_index_also_of_one_rule_or_act(mona: User) -> None:
    spam: Rule = RuleFactory.create()
    in_bulk(mona, spam, 1)
    many_more_bulks(LoggedAct.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_loggedact")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")

    for asked, index in (
        (logbook.Asked(rule=spam.pk), "log_entries_by_rule"),
        (logbook.Asked(act=Act.REMOVE_COMMENT), "log_entries_by_act"),
        (logbook.Asked(), "moderation_loggedact_pkey"),
    ):
        plan = asked.entries().newest_first()[:50].explain()
        assert index in plan, plan
        assert "log_entries_of_a_bulk_act" in plan, plan
