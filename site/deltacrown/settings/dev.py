"""Development: what ``make run`` uses. Mail goes to the console."""

from .base import *  # noqa: F403

VAR_DIR.mkdir(exist_ok=True)

DEBUG = env.bool("DEBUG", True)
# Empty counts as absent, so that an unchanged copy of .env.example works.
SECRET_KEY = env.str("SECRET_KEY", "") or "only-for-development-on-this-machine"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
INTERNAL_IPS = ["127.0.0.1"]
