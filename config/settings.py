"""One settings file for every deployment; what differs is read from the environment through config.env."""

import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("IDEAHUB_DATA_DIR", BASE_DIR / "var")
# Conveniences for whoever works on the service itself. Django's own DEBUG stays off: its pages are in English, show
# insides to whoever comes by, and every query is remembered.
DEVELOPMENT = env.flag("IDEAHUB_DEBUG", False)
DEBUG = False
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
SECRET_KEY = env.secret("IDEAHUB_SECRET_KEY")

PUBLIC_URL = env.origin("IDEAHUB_PUBLIC_URL", "http://localhost:8000")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.names("IDEAHUB_ALLOWED_HOSTS", urlsplit(PUBLIC_URL).hostname or "")
# Where the worker's synthetic phones find the service, should PUBLIC_URL not be reachable from its host.
REHEARSAL_URL = env.origin("IDEAHUB_REHEARSAL_URL", PUBLIC_URL)
# Who answers for this installation and for the data in it, and whom to ask about that.
OPERATOR = env.text("IDEAHUB_OPERATOR")
DATA_CONTACT = env.mail_address("IDEAHUB_DATA_CONTACT")
ACCESSIBILITY_CONTACT = env.mail_address("IDEAHUB_ACCESSIBILITY_CONTACT")
ACCESSIBILITY_REVIEWED = env.day("IDEAHUB_ACCESSIBILITY_REVIEWED")
# How long a new meeting is kept after its close, in months; 0: until somebody removes it.
KEEP_MONTHS = env.number("IDEAHUB_KEEP_MONTHS", 24, least=0, most=600)
METRICS_TOKEN = env.text("IDEAHUB_METRICS_TOKEN")
# Origins besides PUBLIC_URL from which a browser may open a socket or post: the addresses of the embedded run on the wifi.
EXTRA_ORIGINS = env.origins("IDEAHUB_EXTRA_ORIGINS")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, *EXTRA_ORIGINS]
if env.flag("IDEAHUB_TRUSTED_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "csp",
    # Before allauth, whose templates it replaces.
    "ideahub.pages",
    "ideahub.plain",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_structlog",
    "ideahub.accounts",
    "ideahub.eventlog",
    "ideahub.workshops",
    "ideahub.ideas",
    "ideahub.voting",
    "ideahub.actions",
    "ideahub.mail",
    "ideahub.reports",
    "ideahub.retention",
    "ideahub.api",
    "ideahub.operations",
    "ideahub.live",
    "ideahub.backup",
    "ideahub.embedded",
    "ideahub.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ideahub.pages.middleware.ReaderLanguage",
    "ideahub.pages.middleware.FrontEndBuilt",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# ---- Database -----------------------------------------------------------------------------------------------------
# The most connections of one process; two stay open.
DATABASE_POOL = env.number("IDEAHUB_DATABASE_POOL", 12, least=4, most=50)
DATABASES = {"default": env.database("IDEAHUB_DATABASE_URL", env.sqlite_url(DATA_DIR / "ideahub.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Two connections can corrupt a WAL database before these versions; a rollback journal is safe everywhere.
    _wal_is_safe = sqlite3.sqlite_version_info >= (3, 51, 3) or (
        sqlite3.sqlite_version_info[:2] in {(3, 44), (3, 50)}
        and (sqlite3.sqlite_version_info >= (3, 50, 7) or (3, 44, 6) <= sqlite3.sqlite_version_info < (3, 45))
    )
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # synchronous=FULL: an acknowledged command survives a power cut.
        "init_command": f"PRAGMA journal_mode={'WAL' if _wal_is_safe else 'TRUNCATE'};PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # A server that is away is tried again for whoever asks next, instead of after a wait that doubles up to minutes.
        "pool": {"min_size": 2, "max_size": DATABASE_POOL, "timeout": 5, "reconnect_timeout": 3},
        # A host that is gone says no goodbye; the system would wait for it for hours.
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }

# How long a process that is told to end takes to send its sockets elsewhere, so that they do not all come back at once.
DRAIN_S = env.number("IDEAHUB_DRAIN_S", 5, least=0, most=60)

# ---- Redis: wakes other processes, carries jobs; never the truth -----------------------------------------------------
REDIS_URL = env.url("IDEAHUB_REDIS_URL", "redis://127.0.0.1:6379/0", {"redis", "rediss", "unix"})

# Counts tries to sign in, for all processes together.
CACHES = {
    "default": {
        "BACKEND": "ideahub.accounts.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ideahub:cache",
        "OPTIONS": {
            "serializer": "ideahub.accounts.shared_cache.Plain",
            "socket_timeout": 0.25,
            "socket_connect_timeout": 0.25,
        },
    }
}

CELERY_BROKER_URL = f"redis+socket://{REDIS_URL.removeprefix('unix://')}" if REDIS_URL.startswith("unix") else REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # They expire, so that a worker that was away does not come back to thousands of them.
    "deliver-mail": {"task": "ideahub.mail.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "write-reports": {"task": "ideahub.reports.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "keep-no-longer": {"task": "ideahub.retention.sweep", "schedule": 600.0, "options": {"expires": 600}},
    "sample": {"task": "ideahub.operations.sample", "schedule": 10.0, "options": {"expires": 10}},
    "rehearse": {"task": "ideahub.operations.rehearse", "schedule": 30.0, "options": {"expires": 30}},
    "heartbeat": {"task": "ideahub.reports.heartbeat", "schedule": 30.0, "options": {"expires": 60}},
}

# ---- People who sign in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "ideahub.pages.sign_in.InvitedOnly"
# Keyed on the account: a room of phones shares one address and must not lock its facilitator out.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    # Ours instead, in ideahub.pages.known_devices: a stranger must not spend somebody's own codes.
    "request_login_code": None,
    "request_login_code_known": "10/h/key",
    "request_login_code_nearby": "5/h/key",
    "request_login_code_strangers": "20/h/key",
}
ACCOUNT_FORMS = {
    "request_login_code": "ideahub.pages.sign_in.RequestCode",
    "change_password": "ideahub.pages.sign_in.ChangedPassword",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/meetings/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# ---- Language -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ideahub" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# ---- Static files and security headers ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEVELOPMENT
WHITENOISE_MAX_AGE = 60
# The front end's build names each file after what is in it.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
SESSION_COOKIE_NAME = "__Host-ideahub_s" if HTTPS else "ideahub_s"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "ideahub.pages.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
_socket_origins = [origin.replace("http", "ws", 1) for origin in [PUBLIC_URL, *EXTRA_ORIGINS]]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", *_socket_origins],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# ---- HTTP API -------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ideahub.api.parsers.JsonBody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ideahub.api.errors.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Ideahub",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_NAME_OVERRIDES": {
        "Language": "ideahub.api.choices.LANGUAGES",
        "Role": "ideahub.api.choices.ROLES",
        "StepKind": "ideahub.api.choices.STEP_KINDS",
        "WorkshopState": "ideahub.api.choices.WORKSHOP_STATES",
        "MailState": "ideahub.api.choices.MAIL_STATES",
        "ReportState": "ideahub.api.choices.REPORT_STATES",
        "SetupPart": "ideahub.api.choices.SETUP_PARTS",
        "Wait": "ideahub.api.choices.WAITS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ideahub.api.described.add_long_poll",
    ],
}

# ---- Mail -----------------------------------------------------------------------------------------------------------
SMTP_URL = env.url("IDEAHUB_SMTP_URL", "", {"smtp", "smtps", "smtp+tls"}, needs_host=True)
MAIL_FOLDER = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.sender("IDEAHUB_MAIL_FROM", "Ideahub <ideahub@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if SMTP_URL:
    _smtp = urlsplit(SMTP_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 587 if _smtp.scheme == "smtp+tls" else 25)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "ideahub.mail.folder.FolderBackend"

# ---- Logs: ids, never idea texts, names or addresses -----------------------------------------------------------------
LOG_LEVEL = env.choice("IDEAHUB_LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})
LOG_FORMAT = env.choice("IDEAHUB_LOG_FORMAT", "console", {"console", "json"})
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {"()": "config.logs.formatter", "style": LOG_FORMAT},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Tells the host that a stranger made up, with thirty lines of a traceback; that 400 was answered is told besides.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "daphne": {"level": "WARNING"},
    },
}
# Nobody's address is logged, and of a request what came of it, not what it began with.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
