"""How long a draw takes with all its rows, and how many queries."""

from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter
from uuid import uuid4

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deltacrown.accounts.models import User
from tournaments.brackets.operations import request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.management.benching.scenery import bench_organizer, publish
from tournaments.registration.models import Registration, RosterEntry

SIZES = (64, 256)


class Undo(Exception):
    """Nothing that is measured stays."""


def draw_times() -> Iterator[tuple[int, int, float]]:
    """Entrants, queries and milliseconds of one draw; rolled back afterwards."""
    for entrants in SIZES:
        with suppress(Undo), transaction.atomic():
            organizer, official = bench_organizer()
            tournament = _filled(organizer, official, entrants)
            stage = request_draw(tournament=tournament, by=official)
            start = perf_counter()
            with CaptureQueriesContext(connection) as queries:
                draw_stage(stage.pk)
            seconds = perf_counter() - start
            stage.refresh_from_db()
            assert stage.drawn_at, stage.refusal
            measured = entrants, len(queries), 1000 * seconds
            raise Undo
        yield measured


def _filled(organizer: Organizer, official: User, entrants: int) -> Tournament:
    tournament = publish(organizer, official, Game.objects.first(), capacity=entrants)
    names = [f"bench-{uuid4().hex[:12]}" for _entrant in range(entrants)]
    users = User.objects.bulk_create(
        User(username=name, email=f"{name}@bench.invalid", is_active=False) for name in names
    )
    registrations = Registration.objects.bulk_create(
        Registration(
            tournament=tournament,
            user=user,
            registered_by=user,
            name=user.username,
            reference=f"B{number:06d}",
            number=number,
            status=Registration.Status.CONFIRMED,
        )
        for number, user in enumerate(users, start=1)
    )
    RosterEntry.objects.bulk_create(
        RosterEntry(registration=each, tournament=tournament, user=each.user)
        for each in registrations
    )
    return tournament
