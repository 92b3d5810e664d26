"""All settings, in one file. What differs between installations comes from the environment (.env.example)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from progress.env import LOOPBACK_HOSTS, SQLITE, Env, MailServer, caches
from progress.watch.logs import configured

BASE_DIR = Path(__file__).resolve().parent.parent

# What the environment gives. Nothing is done with it before all of it is known to be right.
env = Env.load(Path(os.environ.get("PRAGATI_ENV_FILE") or BASE_DIR / ".env"), os.environ)
VAR_DIR: Path = env.folder("PRAGATI_VAR", BASE_DIR / "var")
ALLOWED_HOSTS: list[str] = env.hosts("ALLOWED_HOSTS", "")
PRODUCTION = not set(ALLOWED_HOSTS or "?") <= LOOPBACK_HOSTS  # None where a name is wrong
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY: str = env.secret(
    "SECRET_KEY", "", production=PRODUCTION, kept_in=VAR_DIR and VAR_DIR / "secret_key"
)
SEALING_KEY: bytes = env.seed("SEALING_KEY", "")
SIGNING_KEY: bytes = env.seed("SIGNING_KEY", "", needed=PRODUCTION)
SIGNING_KEYS_RETIRED: tuple[str, ...] = env.public_keys("SIGNING_KEYS_RETIRED", "")
database = env.database("DATABASE_URL", "")
REDIS_URL: str = env.address("REDIS_URL", "", schemes={"redis", "rediss"}, form="redis://host:6379/0")
PORT = env.number("PORT", 8000, 1, 65535)
WEB_WORKERS = env.number("WEB_WORKERS", 2, 1, 256)
WEB_THREADS = env.number("WEB_THREADS", 4, 1, 256)
EMBEDDED_WORKER = env.flag("EMBEDDED_WORKER", default=True)
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 300, 1, 86400)
PRAGATI_SAMPLE = env.flag("PRAGATI_SAMPLE", default=True)
demo_second_factor = env.flag("DEMO_SECOND_FACTOR", default=False)
session_minutes = env.number("SESSION_IDLE_MINUTES", 30, 5, 1440)
session_hours = env.number("SESSION_HOURS", 8, 1, 24)
change_hours = env.number("ACCOUNT_CHANGE_HOURS", 48, 1, 720)
CLAMD: str = env.address(
    "CLAMD", "", schemes={"tcp", "unix"}, form="tcp://host:3310 or unix://localhost/path/of/socket"
)
SITE_URL: str = env.address("SITE_URL", "", schemes={"http", "https"}, form="https://pragati.example")
ssl_redirect = env.flag("SECURE_SSL_REDIRECT", default=True)
tls_proxy = env.flag("BEHIND_TLS_PROXY", default=False)
proxies = env.number("PROXIES", 0, 0, 9)
reads = env.number("READS_PER_MINUTE", 600, 600, 1_000_000)
CORS_ALLOWED_ORIGINS: list[str] = env.origins("CORS_ORIGINS", "")
EMBED_ORIGINS: list[str] = env.origins("EMBED_ORIGINS", "*")
OWNER_LINE, OWNER_LINE_HI = env.str("OWNER_LINE", ""), env.str("OWNER_LINE_HI", "")
EMBLEM_ALT, EMBLEM_ALT_HI = env.str("EMBLEM_ALT", ""), env.str("EMBLEM_ALT_HI", "")
EMBLEM_IMAGE: Path | None = env.picture("EMBLEM_IMAGE", "", alt=EMBLEM_ALT)
CONTACT_EMAIL, CONTACT_PHONE = env.str("CONTACT_EMAIL", ""), env.str("CONTACT_PHONE", "")
CONTACT_ADDRESS, CONTACT_ADDRESS_HI = env.str("CONTACT_ADDRESS", ""), env.str("CONTACT_ADDRESS_HI", "")
SECURITY_CONTACT: str = env.contact("SECURITY_CONTACT", "")
AUDIT_ANCHOR_MAIL: str = env.mail_address("AUDIT_ANCHOR_MAIL", "")
mail: MailServer = env.mail_server("EMAIL_URL", "")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "pragati@localhost")
WEBHOOKS_PRIVATE = env.flag("WEBHOOKS_PRIVATE", default=False)
LOG_FORMAT: str = env.choice("LOG_FORMAT", "", known=("line", "json"))
ACCESS_LOG = env.flag("ACCESS_LOG", default=PRODUCTION)
METRICS_TOKEN: str = env.token("METRICS_TOKEN", "")
SIGNS_FOLDER: Path = env.folder("SIGNS_FOLDER", gettempdir())
TRACES_TO: str = env.address(
    "OTEL_EXPORTER_OTLP_ENDPOINT", "", schemes={"http", "https"}, form="http://127.0.0.1:4318"
)
TRACES_NAME = env.str("OTEL_SERVICE_NAME", "pragati")
if PRODUCTION and DEBUG:
    env.problems.append(
        "DEBUG=1, and ALLOWED_HOSTS names a public host: pages of faults would show code and settings to "
        "everybody. Unset DEBUG, or ALLOWED_HOSTS."
    )
env.finish()

SITE_URL = SITE_URL.rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else f"http://127.0.0.1:{PORT}"
)
# The demo can be walked with the password alone where nobody else can reach it, and nowhere else.
DEMO_EXEMPT = PRAGATI_SAMPLE and not PRODUCTION and not demo_second_factor
AUDIT_ANCHORS = VAR_DIR / "audit_anchors.jsonl"

INSTALLED_APPS = [
    "progress.apps.Administration",
    "progress",  # before auth, in whose place it answers `changepassword` and `createsuperuser`
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "rest_framework",
    "corsheaders",
    "common",
    "states",
    "accounts",
    "metrics",
    "rankings",
    "insights",
    "dashboard",
    "submissions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "progress.middleware.Gate",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "progress.middleware.SignedIn",
    "progress.middleware.Throttled",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "dashboard.site.errors.Explained",
]

ROOT_URLCONF = "progress.urls"
WSGI_APPLICATION = "progress.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "progress.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.pragati",
                "rankings.templatetags.lists",
                "submissions.templatetags.desk",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database or {"ENGINE": SQLITE, "NAME": VAR_DIR / "pragati.sqlite3"}
}
if DATABASES["default"]["ENGINE"] == SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # Readers go on while one writes; a writer waits its turn instead of failing in mid-transaction.
        # Without recursive triggers, INSERT OR REPLACE would remove rows past the triggers that refuse it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = caches(REDIS_URL)

# Django's own first hash stays second: a password that was hashed with it is hashed anew at the next sign-in.
PASSWORD_HASHERS = [
    "accounts.passwords.FrugalArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.HouseWordsValidator"},
]

LANGUAGE_CODE, LANGUAGES = "en", [("en", _("English")), ("hi", _("Hindi"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["progress.formats"]
USE_THOUSAND_SEPARATOR = False  # grouping is asked for where it is wanted; codes and years must not get it
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "progress.staticfiles.FileFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "progress.staticfiles.Storage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20  # bytes: the largest body where no file is expected

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Everything comes from this site, and nothing is written into a page: no inline script, no inline style. A picture
# may also be made by the page itself, which is how a chart is saved as PNG.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # The prefix makes browsers refuse a cookie that another host or a page over plain http has set.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|version|metrics)$"]  # asked of a process, on its own machine
    SECURE_SSL_REDIRECT = ssl_redirect
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if tls_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": [
        "common.api.tables.JSONRenderer",
        "common.api.tables.CSVRenderer",
        "common.api.tables.XLSXRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "rankings.api.errors.problem",
    "DEFAULT_SCHEMA_CLASS": "dashboard.api.inspector.Inspector",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttles.ReadThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "read": f"{reads}/min",
        "read_token": f"{5 * reads}/min",
        "upload": "120/hour",
    },
    "NUM_PROXIES": proxies,
}

# Pages of other origins may read what is public, where the operator names them; never with credentials.
CORS_ALLOW_ALL_ORIGINS = CORS_ALLOWED_ORIGINS == ["*"]
if CORS_ALLOWED_ORIGINS:
    MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")
if CORS_ALLOW_ALL_ORIGINS:
    CORS_ALLOWED_ORIGINS = []
CORS_URLS_REGEX = r"^/api/v1/(?!submissions/|station-files/|jobs/)"
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "accept-language", "if-modified-since", "if-none-match", "range")
CORS_ALLOW_CREDENTIALS = False
CORS_EXPOSE_HEADERS = (
    "Content-Disposition", "Content-Language", "Deprecation", "ETag", "Last-Modified", "Link", "RateLimit",
    "RateLimit-Policy", "Retry-After", "Sunset", "X-Request-ID",
)  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 86400
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Pragati",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/", "description": "The installation that serves this document."}],
    "SORT_OPERATIONS": False,  # the order of the addresses
    "POSTPROCESSING_HOOKS": ["dashboard.api.openapi.complete"],
}

CSRF_FAILURE_VIEW = "dashboard.site.errors.forged"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Who guesses is locked out by name and address together: nobody can lock out somebody who sits elsewhere. Who tries
# many names from one address is stopped by `submissions.people.sign_in`.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "submissions.people.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "common.network.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password", "code", "csrfmiddlewaretoken"]
MFA_ADAPTER = "common.signing.Adapter"
MFA_RECOVERY_CODE_COUNT, MFA_RECOVERY_CODE_DIGITS = 10, 12
SESSION_IDLE = timedelta(minutes=session_minutes)
SESSION_LONGEST = timedelta(hours=session_hours)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
PASSWORD_RESET_TIMEOUT = 3600  # seconds
ACCOUNT_CHANGE_WAIT = timedelta(hours=change_hours)
LOGIN_URL = "accounts:sign-in"

EMAIL_BACKEND = EMAIL_BACKEND or mail.backend
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = mail.host, mail.port, mail.starttls, mail.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.user, mail.password
EMAIL_TIMEOUT = 20  # seconds

# A message only says which row to look at. Whose turn a job is, when it is tried again and what became of it stand in
# its row (common/jobs.py): a message lost or doubled does no harm, and no request waits for a broker that is down.
CELERY_BROKER_URL = REDIS_URL or None
CELERY_BROKER_TRANSPORT = "progress.celery:Transport" if REDIS_URL else None
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "retry_on_timeout": False,
    "max_retries": 1,
}
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = (
    None  # Redis may be away for a night; every half a minute at least it is tried
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# What is watched (docs/watch.md).
LOGGING: dict[str, Any] = configured(LOG_FORMAT, accesses=ACCESS_LOG)
