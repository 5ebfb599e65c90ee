"""Django's settings: the only place that chooses database, custody shelf, rail and mailer.

Everything an operator may choose comes from the environment; nothing is needed to import this module.

    GONGDAO_DATA           data folder                     GONGDAO_URL         public address, https:// in production
    DATABASE_URL           PostgreSQL (else embedded)      GONGDAO_OWNER_URL   the login that owns the tables
    GONGDAO_DB_ROLE        app (default) | owner           GONGDAO_SECRET_KEY  signs sessions (else in the data folder)
    GONGDAO_SIGNUP         open (default) | closed         GONGDAO_SIGNING_KEY signs checkpoints (else in the folder)
    GONGDAO_CUSTODY        s3://… (else the data folder)   GONGDAO_CLAMD       scans every upload, where set
    GONGDAO_CAPTURE        off | public (default) | hosts and networks allowed beside public addresses
    GONGDAO_DEBUG          1 for Django's error pages      EMAIL_URL           smtp://user:password@host:587
    GONGDAO_LIVE_URL       where pages hear of news at once, a path or an address (else they ask now and then)
"""

import os
from typing import Any
from urllib.parse import urlsplit

from gongdao.checks.capture.live_addresses import SETTING as CAPTURE_SETTING
from gongdao.checks.capture.live_addresses import reach_of
from gongdao.config import database, environment, folders, shelves

DATA = folders.data_folder()
PUBLIC_URL = environment.public_url()
HTTPS = PUBLIC_URL.startswith("https://")
# Where pages hear at once that a record has grown; empty: they ask every 25 seconds. `serve` sets it on one machine.
LIVE_URL = os.environ.get("GONGDAO_LIVE_URL", "").rstrip("/")

DEBUG = environment.choice("GONGDAO_DEBUG", "0", "1") == "1"
SECRET_KEY = folders.session_secret(DATA)
ALLOWED_HOSTS: list[str] = [
    urlsplit(PUBLIC_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("GONGDAO_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS: list[str] = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    # Before allauth and people, because its templates take the place of theirs.
    "gongdao.web",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "gongdao.people",
    "gongdao.record",
    "gongdao.ledger",
    "gongdao.services",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gongdao.config.security.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongdao.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "gongdao.config.urls"
WSGI_APPLICATION = "gongdao.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- database ----------------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": database.settings_for(environment.choice("GONGDAO_DB_ROLE", "app", "owner"), DATA)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by every process, so that sign-in limits count whichever process answers. PostgreSQL does; no other service.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"},
}

# -- money and files ------------------------------------------------------------------------------------------------

RAIL = os.environ.get("GONGDAO_RAIL", "gongdao.rails.sandbox.SandboxRail")
CUSTODY_S3 = shelves.s3_options(os.environ.get("GONGDAO_CUSTODY", ""))
CLAMD = os.environ.get("GONGDAO_CLAMD", "").removeprefix("unix:")
CAPTURE = reach_of(os.environ.get(CAPTURE_SETTING, ""))

# -- people ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SIGNUP_OPEN = environment.choice("GONGDAO_SIGNUP", "open", "closed") == "open"
ACCOUNT_ADAPTER = "gongdao.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "gongdao.people.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = environment.choice("GONGDAO_EMAIL_VERIFICATION", "none", "optional", "mandatory")
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SIGN_IN_LINK_SECONDS = 7 * 24 * 3600

# -- language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "uploads"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served straight from the package's own folders: nothing to collect before the first page can be shown.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200
# An agreement of 200 items, each with a dozen fields, some reference files and what it needs.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# -- security ----------------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- mail --------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GONGDAO_FROM", "gongdao@localhost")
globals().update(environment.mail() or {})

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"brief": {"()": "gongdao.config.logs.Brief"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["brief"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gongdao": {"level": environment.choice("GONGDAO_LOG", "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")},
        # A page that is not there is an ordinary answer, and to a stranger the usual one.
        "django.request": {"level": "ERROR"},
        # The worker's pool says four times a second that the database is away; the worker itself says so, too.
        "psycopg.pool": {"level": "ERROR"},
    },
}
