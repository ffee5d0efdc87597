"""The application of the live service, for an ASGI server. Pages are forum.wsgi's."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from forum.live.service import Service  # noqa: E402 - it knows models, which there are only from here on

application = Service()
