"""How long a draw takes with all its rows and how many queries; then the same of one result."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import perf_counter
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.core.models import Game as Title
from tournaments.core.models import Organizer, Tournament
from tournaments.engine.results import Game
from tournaments.management.benching.scenery import bench_organizer, publish
from tournaments.matches.operations import enter_result
from tournaments.registration.models import Registration, RosterEntry

SINGLE = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
DOUBLE = {"format": "double_elimination", "name": "Main"}
DRAWS = ((SINGLE, 64), (SINGLE, 256), (DOUBLE, 64), (DOUBLE, 256), (DOUBLE, 1024))
RECORDINGS = (64, 1024)
REPEATS = 3


class Undo(Exception):
    """Nothing that is measured stays."""


@dataclass(frozen=True, slots=True)
class Draw:
    """``queries`` read or write; savepoints are not counted, here and below."""

    stage: Stage
    official: User
    queries: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Recording:
    """``rows`` are those written: inserted, updated or deleted."""

    queries: int
    rows: int
    milliseconds: float


def draw_times() -> Iterator[tuple[str, int, int, float]]:
    """Format, entrants, queries and milliseconds of the fastest of several draws."""
    for spec, entrants in DRAWS:
        draws = []
        for _repeat in range(REPEATS):
            with drawn(spec, entrants) as draw:
                draws.append((draw.milliseconds, draw.queries))
        milliseconds, queries = min(draws)
        yield spec["format"], entrants, queries, milliseconds


def recording_times() -> Iterator[tuple[int, Recording]]:
    """Entrants of a double elimination, and what it takes to enter a result of its first round."""
    for entrants in RECORDINGS:
        with drawn(DOUBLE, entrants) as draw:
            measured = recorded(draw.stage.matches.get(code="W1-1"), by=draw.official)
        yield entrants, measured


@contextmanager
def drawn(spec: dict, entrants: int) -> Iterator[Draw]:
    """A stage of a tournament of its own, as the organizer and the worker draw it; rolled back."""
    with suppress(Undo), transaction.atomic():
        organizer, official = bench_organizer()
        tournament = _filled(organizer, official, spec, entrants)
        stage = request_draw(tournament=tournament, by=official)
        start = perf_counter()
        with CaptureQueriesContext(connection) as queries:
            draw_stage(stage.pk)
        milliseconds = 1000 * (perf_counter() - start)
        stage.refresh_from_db()
        assert stage.drawn_at, stage.refusal
        yield Draw(stage, official, _count(queries), milliseconds)
        raise Undo


def recorded(match: Match, *, by: User) -> Recording:
    """Enter 2–1 for the first side of ``match``."""
    rows = 0

    def counting(execute, sql, params, many, context):
        nonlocal rows
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            rows += context["cursor"].rowcount
        return answer

    ContentType.objects.get_for_model(Match)  # asked once by each process, not by each result
    start = perf_counter()
    with connection.execute_wrapper(counting), CaptureQueriesContext(connection) as queries:
        enter_result(match=match, games=[Game(2, 1)], by=by)
    return Recording(_count(queries), rows, 1000 * (perf_counter() - start))


def _count(queries: CaptureQueriesContext) -> int:
    control = ("SAVEPOINT", "RELEASE SAVEPOINT")
    return sum(not query["sql"].startswith(control) for query in queries.captured_queries)


def _filled(organizer: Organizer, official: User, spec: dict, entrants: int) -> Tournament:
    tournament = publish(organizer, official, Title.objects.first(), capacity=entrants)
    tournament.stages = [spec]
    tournament.save(update_fields=["stages"])
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
