from django.db import transaction

from tournaments.brackets.models import Match
from tournaments.core.operations import happened, room_topic
from tournaments.matches.models import Fixture
from tournaments.matches.operations.fixtures import fixture_of
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.play_rules import check_can_set_lobby


@transaction.atomic
def set_lobby(
    match: Match,
    *,
    by,
    lobby_code: str = "",
    lobby_password: str = "",
    server: str = "",
    voice_channel: str = "",
    stream_url: str = "",
    note: str = "",
) -> Fixture:
    """Say how the sides of ``match`` find each other. The log learns what, and never the words."""
    match = locked_match(match)
    check_can_set_lobby(match, by=by)
    fixture = fixture_of(match)
    written = {
        "lobby_code": lobby_code,
        "lobby_password": lobby_password,
        "server": server,
        "voice_channel": voice_channel,
        "stream_url": stream_url,
        "note": note,
    }
    given = {name: text.strip() for name, text in written.items()}
    changed = [name for name, text in given.items() if getattr(fixture, name) != text]
    if not changed:
        return fixture
    for name in changed:
        setattr(fixture, name, given[name])
    fixture.save(update_fields=[*changed, "changed_at"])
    after = {"changed": changed}
    happened("match.lobby_set", match, actor=by, after=after, changes=room_topic(match.pk))
    return fixture
