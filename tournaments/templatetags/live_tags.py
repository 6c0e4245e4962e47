"""Tags for what a page shows live: the stream of its changes, and who else is watching."""

from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from deltacrown.live_tokens import sign_topics
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic, user_topic

register = template.Library()

Status = Tournament.Status
# Nothing happens any more in the others, or nobody may watch it.
FOLLOWED = frozenset({Status.PUBLISHED, Status.LIVE, Status.COMPLETED})


@register.inclusion_tag("tournaments/content/_live_stream.html", takes_context=True)
def live_stream(context: Context, *topics: str) -> dict[str, str]:
    """The one element of a page from which live.js learns where its changes are told.

    Whoever is signed in hears of the own inbox by the same stream. Without topics it is nothing.
    """
    watched = [topic for topic in topics if topic]
    user = getattr(context.get("request"), "user", None)
    if user is not None and user.is_authenticated:
        watched.append(user_topic(user.pk))
    return {"url": stream_url(watched)}


@register.simple_tag
def followed_topic(tournament: Tournament) -> str:
    """The topic of a tournament in which something may still happen; nothing for any other."""
    is_followed = tournament.pk is not None and tournament.status in FOLLOWED
    return tournament_topic(tournament.pk) if is_followed else ""


@register.simple_tag
def follows(tournament: Tournament, view: str, version: int | None = None) -> SafeString:
    """Attributes of a part that ``view`` gives anew when something happens in ``tournament``.

    ``version`` is the one that is shown; without it the part is asked for once after loading.
    """
    topic = followed_topic(tournament)
    if not topic:
        return SafeString("")
    shown = topic if version is None else f"{topic}@{version}"
    address = reverse(view, args=[tournament.slug])
    return format_html('data-part="{}" data-topics="{}"', address, shown)


def stream_url(topics: list[str]) -> str:
    """Where the live process tells of ``topics``; nothing without any."""
    if not topics:
        return ""
    return f"{settings.LIVE_URL}events?t={quote(sign_topics(topics))}"
