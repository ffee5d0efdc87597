"""The project's own settings, with what only tests want otherwise."""

import atexit
import shutil
import tempfile
from pathlib import Path

from forum.settings import *

# Whatever a test run writes is gone with it.
VAR_DIR = Path(tempfile.mkdtemp(prefix="understory-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
# SQLite's in-memory test database cannot be shared by threads as a real one is.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}
# Hashed names would ask for collectstatic before every run.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Slow on purpose in production; here it would be most of the time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
