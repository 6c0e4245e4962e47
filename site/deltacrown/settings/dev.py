"""Development: what ``make run`` uses. Mail goes to the console."""

from .base import *  # noqa: F403

VAR_DIR.mkdir(exist_ok=True)  # noqa: F405

DEBUG = env.bool("DEBUG", True)  # noqa: F405
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-on-this-machine")  # noqa: F405
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
INTERNAL_IPS = ["127.0.0.1"]
