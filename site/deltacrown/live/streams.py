"""One viewer: told over SSE or over a WebSocket until either end has enough."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress

from starlette.types import Receive, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from deltacrown.live.hub import Hub, Viewer

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx hands each event on at once
]
# When a stream ends, each browser comes back after a time of its own, in milliseconds: else all
# of them would come at once.
COME_BACK_AFTER = (1000, 5000)
RESTARTING = 1012


async def stream(hub: Hub, topics: list[str], receive: Receive, send: Send) -> None:
    """Answer with whatever is new of ``topics``, for as long as the viewer stays."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    pause = random.randint(*COME_BACK_AFTER)  # noqa: S311
    await send(_body(b"retry: %d\n\n" % pause))
    async with present(hub, topics, until=_disconnected(receive)) as viewer:
        while news := await viewer.news():
            await send(_body(b"".join(each.event for each in news)))
    await send(_body(b"", more=False))


async def talk(hub: Hub, topics: list[str], socket: WebSocket) -> None:
    """The same over a WebSocket. What the other side says is not listened to."""
    await socket.accept()
    with suppress(WebSocketDisconnect):
        async with present(hub, topics, until=_hung_up(socket)) as viewer:
            while news := await viewer.news():
                for each in news:
                    if each.text:
                        await socket.send_text(each.text)
        if hub.is_closing:
            await socket.close(RESTARTING)


@asynccontextmanager
async def present(hub: Hub, topics: list[str], *, until: Awaitable[None]) -> AsyncIterator[Viewer]:
    """Be a viewer, at most until the other side has gone."""
    viewer = hub.join(topics)
    waiting = asyncio.ensure_future(until)
    waiting.add_done_callback(lambda _done: viewer.leave())
    try:
        yield viewer
    finally:
        waiting.cancel()
        hub.part(viewer)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hung_up(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _body(content: bytes, *, more: bool = True) -> dict[str, object]:
    return {"type": "http.response.body", "body": content, "more_body": more}
