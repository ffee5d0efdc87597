"""The project's own settings, with what only tests want otherwise."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

# Whatever a run writes goes there, and with it. The workers of one run, and the processes that tests start, share it.
if "UNDERSTORY_TEST_DIR" not in os.environ:
    os.environ["UNDERSTORY_TEST_DIR"] = tempfile.mkdtemp(prefix="understory-tests-")
    atexit.register(shutil.rmtree, os.environ["UNDERSTORY_TEST_DIR"], ignore_errors=True)
os.environ["VAR_DIR"] = os.environ["UNDERSTORY_TEST_DIR"]
os.environ.setdefault("SECRET_KEY", "known to every test, and therefore worth nothing to anybody")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
# Each worker has a Redis database of its own, so that none reads another's cache or does its work.
if os.environ.get("REDIS_URL"):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    # The processes that a test starts have the address that it gave them.
    if os.environ.get("UNDERSTORY_REDIS_OF") != worker:
        os.environ["UNDERSTORY_REDIS_OF"] = worker
        address = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{worker.removeprefix('gw')}")
        os.environ["REDIS_URL"] = address.geturl()

from forum.settings import *

# SQLite's in-memory test database cannot be shared by threads as a real one is.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["VAR_DIR"]) / "tests.sqlite3")}
# Hashed names would ask for collectstatic before every run.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Whitenoise warns of a folder that is not there, and warnings are errors.
STATIC_ROOT.mkdir(exist_ok=True)
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
ANYMAIL = {"WEBHOOK_SECRET": "understory:what the tests' mail provider knows"}
# Slow on purpose in production; here it would be most of the time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A thread of a test keeps its connection to the end; a request gives it back.
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"]["pool"]["max_size"] = 60
