"""What a log may hold."""

import logging

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from forum.logs import Discreet


def line_of(error: Exception) -> str:
    record = logging.LogRecord(
        "forum", logging.ERROR, __file__, 1, "It failed.", None, (type(error), error, error.__traceback__)
    )
    return Discreet("{levelname} {name}: {message}", style="{").format(record)


@pytest.mark.needs_postgres
def test_error_of_the_database_is_logged_without_the_row_that_it_quotes(bob: User) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create_user("robert", email=bob.email)
    assert bob.email in str(caught.value), "PostgreSQL quotes nothing here any more"

    line = line_of(caught.value)

    assert "unique constraint" in line
    assert bob.email not in line


def test_what_an_error_quotes_may_have_lines_of_its_own() -> None:
    said = "cause\nDETAIL:  Failing row contains (1, Dear all,\n\nI am leaving)"
    try:
        try:
            raise ValueError(said)
        except ValueError as cause:
            raise RuntimeError("what came of it") from cause
    except RuntimeError as error:
        line = line_of(error)

    assert line.splitlines()[0] == "ERROR forum: It failed."
    assert "cause" in line
    assert "what came of it" in line
    assert "Dear all" not in line
    assert "leaving" not in line
