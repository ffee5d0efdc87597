#!/usr/bin/env python
"""Run Django's management commands: `./dev manage COMMAND`."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connections

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    try:
        execute_from_command_line(sys.argv)
    finally:
        # Else Python, which ends threads last, waits for those of the pool: five seconds each.
        if settings.configured and connections["default"].vendor == "postgresql":
            connections["default"].close_pool()  # type: ignore[attr-defined]  # only there
