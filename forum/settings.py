"""Every setting, from the environment. With no variable set at all this is the trial: SQLite, one process, loopback.

DATABASE_URL and REDIS_URL alone choose between the two ways to run (docs/decisions/0002-two-ways-to-run.md).
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from forum.celery import TASK_LIMIT as TASK_LIMIT  # a setting like the rest: the trial's thread keeps to it, too
from forum.celery import TIMETABLE
from forum.env import (
    env_bool,
    env_bounces,
    env_database,
    env_int,
    env_list,
    env_mailer,
    env_secret,
    env_site,
    env_text,
    host_of,
    kept_secret,
)
from forum.logs import TO_STDERR

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything that a running trial writes: its database, its secret, its collected static files. In production only signs
# of life (forum/health.py).
VAR_DIR = Path(env_text("VAR_DIR") or BASE_DIR / "var")

# -- The two ways to run ----------------------------------------------------------------------------------------------

DATABASE_URL = env_text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'understory.sqlite3'}"
REDIS_URL = env_text("REDIS_URL")
TRIAL = not env_text("DATABASE_URL")
DEBUG = env_bool("DEBUG")

DATABASES = {"default": env_database(DATABASE_URL, redis_url=REDIS_URL)}
# Where the trial's database and secret lie, before either is made.
VAR_DIR.mkdir(parents=True, exist_ok=True)

# -- Who may reach it -------------------------------------------------------------------------------------------------

IS_OURS_TO_MAKE = TRIAL and not env_text("SECRET_KEY")
SECRET_KEY = kept_secret(VAR_DIR / "secret_key") if IS_OURS_TO_MAKE else env_secret("SECRET_KEY")
# Secrets of before, so that nobody is logged out by a new one: what they signed is still read.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
SITE_NAME = env_text("SITE_NAME", "Understory")
SITE_URL = env_site("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if TRIAL else host_of(env_text("SITE_URL")))
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site answers to, such as forum.example.org.")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
FROM_US_ALONE = "script-src style-src img-src font-src connect-src manifest-src worker-src form-action"
FROM_NOBODY = "default-src base-uri frame-ancestors"
SECURE_CSP = {kind: [CSP.NONE] for kind in FROM_NOBODY.split()} | {kind: [CSP.SELF] for kind in FROM_US_ALONE.split()}
X_FRAME_OPTIONS = "DENY"
# Where the operators' pages are. Elsewhere, scans miss them; what guards them is forum.lib.adminsite.
ADMIN_PATH = (env_text("ADMIN_PATH").strip("/") or "admin") + "/"
SECURE_REFERRER_POLICY = "same-origin"
# A comment of the longest allowed length, percent-encoded, is about 150 kB; nobody posts more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
CSRF_FAILURE_VIEW = "forum.lib.refusing.csrf_failure"

# -- What it is made of -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "forum",
    "accounts",
    "forum.events",
    "forum.votes",
    "forum.articles",
    "forum.comments",
    "forum.threads",
    "forum.notifications",
    "moderation",
    "forum.lib.adminsite.OperatorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "django_htmx",
]
MIDDLEWARE = [
    # Before whatever asks for the site's own name or for https: it is called by address, on the inner network.
    "forum.health.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LogInFirst",
    "accounts.middleware.InReadersZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
TEMPLATES = [
    # First, and with the app directories: Django asks the engines in this order, and a Jinja2 engine that
    # saw these folders would try to read them.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.lib.context.site",
                "accounts.context.reader",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "forum.lib.lean.environment"},
    },
]
STATIC_URL = "static/"
STATIC_ROOT = Path(env_text("STATIC_ROOT") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
AS_THEY_ARE, COLLECTED = "django.contrib.staticfiles.storage.StaticFilesStorage", "forum.lib.static.OnePieceStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": AS_THEY_ARE if DEBUG else COLLECTED},
}

# -- Accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signed_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USERNAME_VALIDATORS = "accounts.names.username_validators"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
# An address counts when the code that was sent there is entered. Nobody is told whether one is here already: its owner
# gets a letter that says so.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 1
# Letters go to the owner when a password or an address was changed.
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = True
# Seconds that a code works. Of eight letters out of twenty, with three tries: an hour is short enough, and long enough
# for a mail server that makes strangers wait.
CODE_LASTS = 3600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = CODE_LASTS
# Per address of the network (ip), of mail or account (key). Whoever waits may try again: nobody is shut out.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip",
    "signup": "30/h/ip",
    "account_made": "5/h/ip",
    "confirm_email": "2/h/key,5/d/key",
    "reset_password": "5/h/ip,2/h/key,5/d/key",
    "reset_password_from_key": "20/h/ip",
    "change_password": "5/15m/user",
    "manage_email": "5/15m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0, least=0, most=5)

# -- Mail, cache, queue, logs -----------------------------------------------------------------------------------------

MAILERS = {"default": env_mailer("EMAIL_URL")}
# Then the pages say where a code is to be found.
MAIL_IS_PRINTED = TRIAL and not env_text("EMAIL_URL")
DEFAULT_FROM_EMAIL = env_text("MAIL_FROM", "forum@localhost")
# Who may tell what mail came back, at /mail/bounces/: nobody, or whoever knows the secret.
ANYMAIL = env_bounces("BOUNCES_SECRET")
# How long mail of what happened is held back: meanwhile it may be edited, removed, read.
MAIL_AFTER_MINUTES = env_int("MAIL_AFTER_MINUTES", 5, least=0, most=24 * 60)
# Seconds until cache and hints go on without a Redis that hangs: see forum/lib/redis.py.
REDIS_TIMEOUT = 0.1
SHARED, IN_PROCESS = "forum.lib.redis.BoundedCache", "django.core.cache.backends.locmem.LocMemCache"
CACHES = {"default": {"BACKEND": SHARED if REDIS_URL else IN_PROCESS, "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
CELERY_BEAT_SCHEDULE = TIMETABLE
LOGGING = TO_STDERR

# -- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = env_text("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "forum" / "locale"]
TIME_ZONE = env_text("TIME_ZONE", "UTC")

# -- The forum --------------------------------------------------------------------------------------------------------

# How much of a list of replies an article's page shows before it folds (ARCHITECTURE: fold_rank <= this).
REPLIES_SHOWN = env_int("REPLIES_SHOWN", 6, least=2, most=10)
# A thread past this many replies is full: a reply costs time in proportion to its thread (docs/decisions).
THREAD_LIMIT = env_int("THREAD_LIMIT", 5000, least=100, most=100_000)
# Characters, as a reader counts them (graphemes).
COMMENT_LENGTH = env_int("COMMENT_LENGTH", 10_000, least=100, most=50_000)
# What a reader may post in ten minutes, of all articles; moderators may post more.
COMMENTS_PER_10_MINUTES = env_int("COMMENTS_PER_10_MINUTES", 10, least=1, most=1000)
# How long nobody is shown the score of what is new, so that the first votes are not about the votes. 0: not at all.
SCORE_HIDDEN_MINUTES = env_int("SCORE_HIDDEN_MINUTES", 30, least=0, most=7 * 24 * 60)
# Whether an article waits until a moderator has published it.
ARTICLES_WAIT = env_bool("ARTICLES_WAIT")
# What a reader may send in within 24 hours; moderators may send in more.
ARTICLES_PER_DAY = env_int("ARTICLES_PER_DAY", 10, least=1, most=1000)
# Characters of an article's own text, likewise counted as a reader counts them.
ARTICLE_LENGTH = env_int("ARTICLE_LENGTH", 20_000, least=100, most=40_000)
# An article older than this takes no new comments; 0: all take them for ever.
ARTICLES_CLOSE_AFTER_DAYS = env_int("ARTICLES_CLOSE_AFTER_DAYS", 0, least=0, most=36_500)
# Whether the public log names the moderators; otherwise it tells only as what they acted.
LOG_NAMES_MODERATORS = env_bool("LOG_NAMES_MODERATORS")
# For one person, a minute: composers; articles; votes; people offered; branches put away; finds. A network's notices.
PER_MINUTE = {"write": 60, "submit": 30, "vote": 60, "people": 180, "collapse": 120, "find": 60}
RATES = {act: (most, 60) for act, most in PER_MINUTE.items()} | {"notice": (10, 3600)}
# A comment whose score is below this is shown folded, with the reason.
FOLD_BELOW = -env_int("FOLD_BELOW_MINUS", 5, least=1, most=10_000)
