"""Players of video and stream sites, built from the address alone: nothing is fetched."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_TWITCH_CHANNEL = re.compile(r"\w{3,25}")
_TWITCH_VIDEO = re.compile(r"\d{6,14}")


@dataclass(frozen=True, slots=True)
class Embed:
    """A player: ``provider`` by name, ``player`` for an iframe, ``page`` for a plain link.

    A Twitch player names the host it stands on, which the page's script adds.
    """

    provider: str
    player: str
    page: str


def embed_for(url: str) -> Embed | None:
    """The player for ``url``; None when it is not a video of YouTube or Twitch."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"}:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = [part for part in parts.path.split("/") if part]
    if host in {"youtube.com", "youtube-nocookie.com", "youtu.be"}:
        return _youtube(host, path, parts.query)
    if host == "twitch.tv":
        return _twitch(path)
    return None


def _youtube(host: str, path: list[str], query: str) -> Embed | None:
    if host == "youtu.be":
        video = path[0] if path else ""
    elif path and path[0] in {"embed", "live", "shorts"} and len(path) > 1:
        video = path[1]
    else:
        video = parse_qs(query).get("v", [""])[0]
    if not _YOUTUBE_ID.fullmatch(video):
        return None
    return Embed(
        "YouTube",
        f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1",
        f"https://www.youtube.com/watch?v={video}",
    )


def _twitch(path: list[str]) -> Embed | None:
    if len(path) == 2 and path[0] == "videos" and _TWITCH_VIDEO.fullmatch(path[1]):
        query, page = {"video": path[1]}, f"videos/{path[1]}"
    elif len(path) == 1 and _TWITCH_CHANNEL.fullmatch(path[0]):
        query, page = {"channel": path[0]}, path[0]
    else:
        return None
    return Embed(
        "Twitch",
        f"https://player.twitch.tv/?{urlencode(query)}",
        f"https://www.twitch.tv/{page}",
    )
