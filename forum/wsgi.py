"""The application for a WSGI server, and where there is no Redis the thread that works behind it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from forum.events import trial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
application = get_wsgi_application()
if not settings.REDIS_URL:
    trial.start()
