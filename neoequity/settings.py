"""Settings. What differs between installations comes from the environment; no secrets here.

DATABASE_URL, DATABASE_OWNER_URL, DATABASE_REPLICA_URL, SECRET_KEY, ALLOWED_HOSTS, NEOEQUITY_VAR,
NEOEQUITY_TODAY, NEOEQUITY_TLS, NEOEQUITY_TWO_FACTOR, NEOEQUITY_IDLE_MINUTES, NEOEQUITY_FOUR_EYES,
NEOEQUITY_DEBUG, NEOEQUITY_LOG_FORMAT, NEOEQUITY_METRICS_TOKEN, NEOEQUITY_SLOW_QUERY_SECONDS,
NEOEQUITY_ADDRESS, NEOEQUITY_BACKUPS, SECRET_KEY_FALLBACKS, DEFAULT_FROM_EMAIL and EMAIL_HOST,
EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS and EMAIL_USE_SSL are read, each
once; a secret also from the file that its name with _FILE names.
"""

import os
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages

from neoequity import databases, environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = environment.var_directory(default=BASE_DIR / "var")

DEBUG = environment.switch("NEOEQUITY_DEBUG")
SECRET_KEY = environment.secret("SECRET_KEY") or environment.secret_key(VAR)
# Former keys: what they signed still counts while the new one signs.
SECRET_KEY_FALLBACKS = environment.secret("SECRET_KEY_FALLBACKS").replace(",", " ").split()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
NEOEQUITY_TODAY = environment.day(os.environ.get("NEOEQUITY_TODAY", ""))

INSTALLED_APPS = [
    "neoequity.apps.NeoEquityConfig",
    "neoequity.people",
    "neoequity.books",
    "placements",
    "warrants",
    "neoequity.company.apps.CompanyConfig",
    "neoequity.statements.apps.StatementsConfig",
    "neoequity.mail",
    "neoequity.saved.apps.SavedConfig",
    "neoequity.work.apps.WorkConfig",
    "neoequity.api.apps.ApiConfig",
    "neoequity.apps.TriggersConfig",
    "pghistory",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "neoequity.apps.BooksAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

SILENCED_SYSTEM_CHECKS = ["pghistory.E001"]  # it knows pgtrigger by its own name only

# Each app's declarations for the kernel, which knows none of the apps.
KINDS_OF_RECORD = [
    "placements.kinds.RECORDS",
    "warrants.kinds.RECORDS",
    "neoequity.company.kinds.RECORDS",
    "neoequity.statements.kinds.RECORDS",
    "neoequity.books.periods.kinds.RECORDS",
    "neoequity.books.documents.kinds.RECORDS",
    "neoequity.books.proof.kinds.RECORDS",
]
KINDS_OF_REQUEST = [
    "placements.kinds.REQUESTS",
    "warrants.kinds.REQUESTS",
    "neoequity.company.kinds.REQUESTS",
    "neoequity.statements.kinds.REQUESTS",
    "neoequity.books.periods.kinds.REQUESTS",
]
# Who else is asked for reasons against an act, by its event: see neoequity/books/held.py.
HELD_AGAINST: dict[str, list[str]] = {
    "call_notice": ["neoequity.company.actions.lock_up.against_call"],
    "proposal_approval": ["neoequity.company.actions.before_you_sell.against_approving"],
    "proposal": ["neoequity.company.actions.before_you_sell.against_proposing"],
    "acceptance": ["neoequity.company.actions.before_you_sell.against_accepting"],
}
CLOSED_TO_SALES = "neoequity.company.models.closed.CLOSED_TO_SALES"
DONE_WITH = {
    "proposal_approval": ["neoequity.company.actions.before_you_sell.keep_approved"],
    "proposal": ["neoequity.company.actions.before_you_sell.keep_proposed"],
}
LINKED_TO = {"placements.placement": ["neoequity.company.selectors.before_you_sell.links"]}

MIDDLEWARE = [
    "neoequity.headers.HeadMiddleware",
    "neoequity.health.HealthMiddleware",
    "neoequity.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "neoequity.headers.HeadersMiddleware",
    "neoequity.readable.ReadableMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "neoequity.people.sessions.SessionEndMiddleware",
    "neoequity.login.OneLoginMiddleware",
    "neoequity.people.sight.SightMiddleware",
    "neoequity.people.entry.EntryMiddleware",
    "neoequity.read_access.ReadersMiddleware",
    "neoequity.asof.AsOfMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
    "neoequity.replica.PastDaysMiddleware",
]

ROOT_URLCONF = "neoequity.urls"
WSGI_APPLICATION = "neoequity.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"charts": "neoequity.reports.charts.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "neoequity.context.today",
                "neoequity.context.header",
                "neoequity.context.entered",
                "neoequity.appearance.appearance",
                "neoequity.saved.context.views",
            ],
        },
    },
]

# Data; a replica is for answers that only read: see neoequity/replica.py.
DATABASES = {"default": databases.database(os.environ, VAR)}
if replica := databases.replica(os.environ, DATABASES["default"]):
    DATABASES["replica"] = replica
# For the few commands that need the owner of the tables: see neoequity/database_roles.py.
DATABASE_OWNER = databases.owner(os.environ, DATABASES["default"])
DATABASE_APPLICATION = DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
# Keeps several events of one transaction in order.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
# Only these methods change rows, so only they pass user and address to the history.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# Access
AUTH_USER_MODEL = "people.User"
TLS = environment.switch("NEOEQUITY_TLS")  # behind one proxy that terminates TLS
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "neoequity.people.backend.PeopleBackend",
]
PASSWORD_HASHERS = [  # the second reads older hashes
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
SESSION_IDLE = timedelta(minutes=environment.minutes("NEOEQUITY_IDLE_MINUTES", default=30))
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, however busy
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # how long a one-time link works
# Which acts, besides those that always do, a second person must approve: a term of the office.
SECOND_PERSON_FOR = environment.second_person("NEOEQUITY_FOUR_EYES")
TWO_FACTOR_REQUIRED = environment.switch("NEOEQUITY_TWO_FACTOR")
OTP_TOTP_ISSUER = "NeoEquity"

# neoequity.people.limits slows down guessing; docs/security.md gives the reasons.
AXES_HANDLER = "neoequity.people.limits.Limits"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # further attempts do not extend the lock
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_CLIENT_IP_CALLABLE = "neoequity.people.limits.client_address"
AXES_LOCKOUT_TEMPLATE = "registration/too_many.html"
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "csrfmiddlewaretoken"),
    *("old_password", "new_password1", "new_password2", "password1", "password2"),
]
AXES_ENABLE_ADMIN = False  # the sign-in log has a page of its own
AXES_VERBOSE = False

# Mail, by Django's own names; printed to the console while no server is named
_MAIL_SERVER = environment.mail_server()
EMAIL_BACKEND = _MAIL_SERVER["BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL_SERVER["HOST"], _MAIL_SERVER["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL_SERVER["USER"], _MAIL_SERVER["PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_SERVER["STARTTLS"], _MAIL_SERVER["TLS"]
EMAIL_TIMEOUT = 20  # seconds for which a mail server may be silent
DEFAULT_FROM_EMAIL = environment.sender()
# Where the links of mails lead: a command has no request to take the address from.
NEOEQUITY_ADDRESS = environment.own_address()
# A larger report is linked instead of attached; many servers refuse mails above 10 MB.
MAIL_ATTACHMENT_MOST_BYTES = 5 * 1024 * 1024

# Response headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's icons are data: images in its style sheet
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Joining the browsers' preload list is up to the owner of the domain, and hard to undo.
    SILENCED_SYSTEM_CHECKS.append("security.W021")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Upload limits: forms are small, and larger files go to disk at once.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000  # 520 rows of an import, with fifteen fields each
DATA_UPLOAD_MAX_NUMBER_FILES = 5
ATTACHMENT_MOST_BYTES = 10 * 1024 * 1024  # a larger document is refused while it arrives
FILE_UPLOAD_HANDLERS = [
    "neoequity.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "neoequity.uploads.DiskUploadHandler",
]

# Files made in the background: how long they are kept, and how many of a person's at once.
FILES_KEPT = timedelta(days=7)
FILES_UNDER_WAY = 5

# Language and time
LANGUAGE_CODE = "en-us"
USE_I18N = False  # one language, whatever the browser asks for
FORMAT_MODULE_PATH = "neoequity.formats"  # dates in the admin as on the pages
USE_TZ = True
TIME_ZONE = "America/New_York"

# Static files
STATIC_URL, STATIC_ROOT = "static/", VAR / "static"
STATICFILES_DIRS = [("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Appearance
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "parts/table.html"
MESSAGE_TAGS = {messages.DEBUG: "secondary", messages.ERROR: "danger"}

# Watching
LOGGING = logs.configuration(environment.log_format())
METRICS_TOKEN = environment.metrics_token()
BACKUPS = environment.backups()
SLOW_QUERY_SECONDS = environment.seconds("NEOEQUITY_SLOW_QUERY_SECONDS", default=1)

# The toolbar of developers, where it is installed; never on a server of an office.
DEBUG_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS += ["debug_toolbar"]
    at = MIDDLEWARE.index("neoequity.headers.HeadersMiddleware")
    MIDDLEWARE.insert(at, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}  # open, it covers a phone
