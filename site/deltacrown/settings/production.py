"""Production: refuses to start half-configured, speaks HTTPS only, logs JSON."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import env, logging_settings

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
if missing := [name for name in REQUIRED if not env.str(name, "").strip()]:
    raise ImproperlyConfigured(
        f"Set {', '.join(missing)} in the environment or in .env (see .env.example)."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- HTTPS --------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Only behind a proxy that sets this header itself and drops a visitor's own.
if env.bool("BEHIND_HTTPS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# How many proxies in front add to X-Forwarded-For. Limits on sign-in count by address:
# with too few trusted, all visitors share the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

# Starts at an hour, since a browser keeps the promise even when HTTPS breaks. Raise it to
# a year (31536000) once everything works.
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
# Both promise for other hosts than this one, and preloading cannot be taken back:
# the owner of the domain decides.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- mail and logs ------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20

LOGGING = logging_settings(as_json=True, level=env.str("LOG_LEVEL", "INFO"))
