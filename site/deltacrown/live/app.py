"""The addresses below ``/live/``, and the life of the process.

``deltacrown.live.process`` runs it by itself; ``deltacrown.asgi`` has it beside the site.
"""

import asyncio
import logging
import resource
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from threading import current_thread, main_thread
from types import FrameType

from django.conf import settings
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from deltacrown.live.feeds import Feed, feed_for
from deltacrown.live.hub import BEAT, Hub
from deltacrown.live.limits import Places, TooMany, address_of
from deltacrown.live.streams import stream, talk
from deltacrown.live_tokens import BadToken, read_topics

COUNT_SECONDS = 5.0
BEAT_SECONDS = 15
TRY_AGAIN = {"Retry-After": "30"}

logger = logging.getLogger(__name__)


class Live:
    """One hub with what feeds it, and the streams out of it."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.places = Places()
        self.feed: Feed | None = None
        self.tasks: list[asyncio.Task[None]] = []

    async def events(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "GET":
            return await Response(status_code=405, headers={"Allow": "GET"})(scope, receive, send)
        try:
            topics = topics_of(request)
            with self.places.one_for(address_of(request)):
                await stream(self.hub, topics, receive, send)
        except (BadToken, TooMany) as error:
            await refusal(error)(scope, receive, send)

    async def socket(self, socket: WebSocket) -> None:
        try:
            topics = topics_of(socket)
            with self.places.one_for(address_of(socket)):
                await talk(self.hub, topics, socket)
        except (BadToken, TooMany) as error:
            await socket.send_denial_response(refusal(error))

    async def health(self, _request: Request) -> Response:
        """503 only when starting the process anew would help: a lost database comes back alone."""
        works = bool(self.tasks) and not any(task.done() for task in self.tasks)
        found = {
            "process": "ok" if works else "broken",
            "feed": "ok" if self.feed and self.feed.is_well else "no database",
            "viewers": len(self.hub.viewers),
        }
        return JSONResponse(found, 200 if works else 503, {"Cache-Control": "no-store"})

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        allow_open_files()
        database = settings.LIVE_DATABASE or settings.DATABASES["default"]
        self.feed = feed_for(self.hub, settings.LIVE_VERSIONS_TABLE, database)
        works = (self.feed.follow(), self.feed.answer(), counting(self.hub), beating(self.hub))
        self.tasks = [asyncio.create_task(work) for work in works]
        for task in self.tasks:
            task.add_done_callback(report)
        with before_signals(self.hub.close):
            yield
        self.hub.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def topics_of(asked: HTTPConnection) -> list[str]:
    return read_topics(asked.query_params.get("t", ""))


def refusal(error: BadToken | TooMany) -> Response:
    if isinstance(error, TooMany):
        return Response(status_code=error.status, headers=TRY_AGAIN)
    return Response(status_code=403)


async def counting(hub: Hub) -> None:
    while True:
        await asyncio.sleep(COUNT_SECONDS)
        hub.count()


async def beating(hub: Hub) -> None:
    """Say something to everybody now and then, never to all at once: proxies cut what is silent."""
    while True:
        viewers = list(hub.viewers)
        for second in range(BEAT_SECONDS):
            for viewer in viewers[second::BEAT_SECONDS]:
                viewer.tell(BEAT)
            await asyncio.sleep(1)


@contextmanager
def before_signals(action: Callable[[], None]) -> Iterator[None]:
    """Call ``action`` when the process is told to end, and then what was to be called.

    uvicorn waits for open answers before it ends the application, and a stream has no end of
    its own.
    """
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(action)
        handler = before[number]
        if callable(handler):
            handler(number, frame)

    if current_thread() is not main_thread():
        yield
        return
    for number in before:
        signal.signal(number, end)
    yield


def allow_open_files() -> None:
    """Let the process hold as many connections as the system lets it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("live.broken", exc_info=error)


class Events:
    """Starlette hands what is no function the raw connection, without an answer to wait for."""

    def __init__(self, live: Live) -> None:
        self.live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.live.events(scope, receive, send)


def live_application() -> Starlette:
    live = Live()
    return Starlette(
        routes=[
            Route("/live/events", Events(live)),
            WebSocketRoute("/live/socket", live.socket),
            Route("/live/healthz", live.health),
        ],
        lifespan=live.lifespan,
    )
