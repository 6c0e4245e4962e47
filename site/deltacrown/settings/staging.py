"""Staging: production, but it promises HTTPS for minutes only, and search engines stay out."""

from .production import *  # noqa: F403
from .production import MIDDLEWARE, env

SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 300)
MIDDLEWARE = ["deltacrown.robots.NoIndexMiddleware", *MIDDLEWARE]
