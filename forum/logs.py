"""What is logged: to standard error, and nothing that people write or that lets them in.

Standard output is for what was asked for, such as an export.
"""

import logging
import re

# What it quotes may have lines of its own: up to the next exception of a chain, or the end.
DETAIL = re.compile(r"\n\s*DETAIL:.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)


def is_no_probe(record: logging.LogRecord) -> bool:
    """Whoever asks every second whether we are ready has the answer: it need not stand in the log, too."""
    return getattr(getattr(record, "request", None), "path_info", "") != "/readyz"


class Discreet(logging.Formatter):
    """PostgreSQL's errors end in a DETAIL that quotes the row: a comment, an address, a token."""

    def format(self, record: logging.LogRecord) -> str:
        return DETAIL.sub("", super().format(record))


TO_STDERR = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "forum.logs.Discreet",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Its own handlers would write to ADMINS, and each line twice.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A warning for every page that is not there, with its address: scanners ask for thousands.
        "django.request": {"level": "ERROR", "filters": [is_no_probe]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
