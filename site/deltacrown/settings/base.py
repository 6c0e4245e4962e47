"""What every environment shares. Values that differ come from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from deltacrown.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

INSTALLED_APPS = [
    "deltacrown.accounts",
    "deltacrown.teams",
    "deltacrown.cms",
    "home",
    "search",
    "tournaments",
    "allauth",
    "allauth.account",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "csp",
    "django_countries",
    "django_htmx",
    "django_q",
    "django.contrib.admin",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "deltacrown.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deltacrown.logs.RequestIdMiddleware",
    "deltacrown.addresses.NullCharacterMiddleware",
    "deltacrown.csp.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "deltacrown.page_cache.PageCacheMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tournaments.core.middleware.LimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "deltacrown.accounts.middleware.TimezoneMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# Widgets use the templates of this site too: those of the admin without inline scripts.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "deltacrown.urls"
WSGI_APPLICATION = "deltacrown.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- database and queue -------------------------------------------------------

# Immediate transactions and WAL: four writers at once without one lock error.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict[str, object]:
    """Django's settings for the database at ``url``, with this site's options."""
    config: dict[str, object] = {**env.db_url_config(url), "CONN_MAX_AGE": 60}
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {
    "default": database(
        env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'deltacrown.sqlite3'}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The queue lives in the default database, so that work and its task commit together.
# ``retry`` exceeds ``timeout``, or a task would run twice at the same time.
Q_CLUSTER = {
    "name": "deltacrown",
    "orm": "default",
    "workers": env.int("QUEUE_WORKERS", 2),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 8,
    "save_limit": 0,
    "ack_failures": False,
    "catch_up": False,
    "poll": 0.5,
    "guard_cycle": 1,
    "label": "Queue",
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "account"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "deltacrown.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_BLACKLIST = ["admin", "deltacrown", "staff", "support"]

# How often a person may do what, by the names that views and operations use: a number and the
# seconds of the window. Where nobody is signed in yet it counts by address of the network,
# generously, since many share one.
RATE_LIMITS = {
    "registration": (10, 3600),
    "proof": (10, 3600),
    "evidence": (20, 3600),
    "checkout": (20, 3600),
    "team_invitation": (60, 3600),
    "sign_in": (10, 900),
    "sign_in_address": (100, 900),
    "sign_up_address": (30, 3600),
    "password_reset_address": (20, 3600),
    "report": (30, 3600),
    "dispute": (10, 3600),
    "comment": (30, 3600),
    "chat": (20, 60),
    "chat_report": (20, 3600),
    "sides_message": (1000, 3600),
    "proposal": (20, 3600),
    "veto": (60, 3600),
    "score_link": (120, 3600),
    "push_subscription": (20, 3600),
    "webhook": (10, 3600),
    "announcement": (5, 3600),
    "staff_invitation": (40, 3600),
    # Mails to an address that anybody can type, and what takes one's own password.
    "account_mail": (10, 3600),
    "account_change": (20, 3600),
}
# Instead of those of allauth, which count in the cache of each process by itself.
ACCOUNT_RATE_LIMITS = False
# Proxies in front of the site that write X-Forwarded-For. 0: the address is the connection's.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# --- language and time --------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("bn", _("Bengali"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Dhaka"

# --- files --------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
PRIVATE_ACCEL_PREFIX = env.str("PRIVATE_ACCEL_PREFIX", "")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Scripts and styles of the admin name files that some packages do not ship.
WHITENOISE_MANIFEST_STRICT = False

# Days after a tournament's end that the images of its proofs are kept.
PROOF_RETENTION_DAYS = env.int("PROOF_RETENTION_DAYS", 90)
PROOF_MAX_BYTES = env.int("PROOF_MAX_BYTES", 5 * 1024 * 1024)
VIDEO_MAX_BYTES = env.int("VIDEO_MAX_BYTES", 50 * 1024 * 1024)
UPLOAD_MAX_PIXELS = env.int("UPLOAD_MAX_PIXELS", 40_000_000)
# A request with the largest file and a form around it; what is larger is not even read.
UPLOAD_MAX_REQUEST_BYTES = max(PROOF_MAX_BYTES, VIDEO_MAX_BYTES) + 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "deltacrown.uploads.request_size.RefuseHugeRequests",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # above it, an upload is spooled to the disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Wagtail ------------------------------------------------------------------

WAGTAIL_SITE_NAME = "DeltaCrown"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "cms.SiteImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# --- security -----------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.twitch.tv"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The Wagtail admin sets style attributes and previews pages in a frame.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

# --- match day ----------------------------------------------------------------

# How many minutes before a match its sides are reminded.
MATCH_REMINDER_MINUTES = env.list("MATCH_REMINDER_MINUTES", int, [24 * 60, 60, 15])
# The live process (deltacrown.live). Without it pages poll.
LIVE_URL = "/live/"
# Where it is told of new versions: PostgreSQL itself, when DATABASE_URL leads to a pooler that
# keeps no session. Empty: the same database.
LIVE_DATABASE = env.db_url_config(url) if (url := env.str("LIVE_DATABASE_URL", "")) else None
# Named here, because that package knows no tournaments.
LIVE_VERSIONS_TABLE = "tournaments_version"
# Open streams in all, and for one address: a whole venue may share one.
LIVE_MAX_STREAMS = env.int("LIVE_MAX_STREAMS", 10_000)
LIVE_MAX_STREAMS_PER_ADDRESS = env.int("LIVE_MAX_STREAMS_PER_ADDRESS", 500)
# Web push (RFC 8292): off until there are keys; "manage.py vapid" makes them.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", "")
VAPID_CONTACT = env.str("VAPID_CONTACT", "")
# What our server fetches of addresses that people gave (deltacrown.outbound). Tests add http.
OUTBOUND_SCHEMES = ["https"]
DISCORD_HOSTS = ["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"]

# Days after which a notice that was read, sent or given up is deleted.
NOTICE_RETENTION_DAYS = env.int("NOTICE_RETENTION_DAYS", 180)

# --- payments online ----------------------------------------------------------

# SSLCOMMERZ (https://developer.sslcommerz.com): off until both keys are set. Live:
# https://securepay.sslcommerz.com
SSLCOMMERZ_STORE_ID = env.str("SSLCOMMERZ_STORE_ID", "")
SSLCOMMERZ_STORE_PASSWORD = env.str("SSLCOMMERZ_STORE_PASSWORD", "")
SSLCOMMERZ_URL = env.str("SSLCOMMERZ_URL", "https://sandbox.sslcommerz.com")

# --- mail ---------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "DeltaCrown <no-reply@deltacrown.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Who receives each row of the event log: dotted paths of ``consume(event)``.
EVENT_CONSUMERS = {"notifications": "tournaments.notifications.consumers.consume"}

# --- logs ---------------------------------------------------------------------

LOGGING = logging_settings(as_json=False, level=env.str("LOG_LEVEL", "INFO"))

PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 60)
# Tells the versions of topics; a dotted path, because this package knows no tournaments.
PAGE_CACHE_VERSIONS = "tournaments.core.versions.current_versions"
