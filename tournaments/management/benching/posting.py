"""Many people who post at once: prepared sign-ins, and a client that keeps order of nothing."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from deltacrown.accounts.models import User

CSRF = "b" * 32  # the cookie and the form name the same, which is all that is compared
AT_ONCE = 64
ANSWERS_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Post:
    """One form to send, by somebody who is signed in with this session."""

    path: str
    session: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    post: Post
    status: int
    location: str
    retry_after: int | None
    body: str
    seconds: float


def people(number: int, *, prefix: str) -> list[User]:
    """New accounts that nobody can sign in to with a password."""
    made = [
        User(username=f"{prefix}{place}", email=f"{prefix}{place}@bench.invalid", password="!")  # noqa: S106
        for place in range(number)
    ]
    return User.objects.bulk_create(made, batch_size=500)


def signed_in(users: Iterable[User]) -> list[str]:
    """The key of a session for each of ``users``, as after a sign-in."""
    store = SessionStore()
    until = timezone.now() + timedelta(days=1)
    sessions = [
        Session(
            session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for user in users
    ]
    Session.objects.bulk_create(sessions, batch_size=500)
    return [session.session_key for session in sessions]


def post_all(port: int, posts: Sequence[Post], *, at_once: int = AT_ONCE) -> list[Answer]:
    """Send every post, ``at_once`` of them at a time; the answers in the order of the posts."""
    return asyncio.run(_post_all(port, posts, at_once))


async def _post_all(port: int, posts: Sequence[Post], at_once: int) -> list[Answer]:
    places = asyncio.Semaphore(at_once)

    async def one(post: Post) -> Answer:
        async with places:
            return await asyncio.wait_for(_send(port, post), ANSWERS_WITHIN)

    return await asyncio.gather(*map(one, posts))


async def _send(port: int, post: Post) -> Answer:
    start = perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(port, post))
    raw = await reader.read()
    writer.close()
    head, _gap, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _colon, value in (x.partition(":") for x in lines[1:])
    }
    after = headers.get("retry-after")
    return Answer(
        post=post,
        status=int(lines[0].split()[1]),
        location=headers.get("location", ""),
        retry_after=int(after) if after else None,
        body=body.decode("utf-8", "replace"),
        seconds=perf_counter() - start,
    )


def _request(port: int, post: Post) -> bytes:
    content = urlencode([("csrfmiddlewaretoken", CSRF), *post.values])
    cookies = f"{settings.SESSION_COOKIE_NAME}={post.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return (
        f"POST {post.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Cookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(content)}\r\n\r\n{content}"
    ).encode()
