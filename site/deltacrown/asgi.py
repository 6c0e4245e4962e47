"""The whole site on one port: the streams of the live process, and behind them every page.

For development and small sites. In production the two are processes of their own
(``deltacrown.wsgi``, ``deltacrown.live.process``): docs/deploying.md.
"""

from a2wsgi import WSGIMiddleware
from starlette.types import Receive, Scope, Send

from deltacrown.live.app import live_application
from deltacrown.wsgi import application as wsgi_application

# A slow upload holds a thread for as long as it takes.
THREADS = 50

live = live_application()
site = WSGIMiddleware(wsgi_application, workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan" or scope["path"].startswith("/live/"):
        await live(scope, receive, send)
    else:
        await site(without_underscores(scope), receive, send)


def without_underscores(scope: Scope) -> Scope:
    """Drop headers whose names WSGI could not tell from others: ``x_forwarded_for``."""
    headers = [header for header in scope.get("headers", []) if b"_" not in header[0]]
    return {**scope, "headers": headers}
