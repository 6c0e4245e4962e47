"""What is queued may run twice, side by side, or be killed at any statement."""

import io
import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests import factories
from tournaments.awards.models import Certificate, Placement
from tournaments.brackets.models import GameScore, Match, MatchSide, Stage, StageEntry
from tournaments.brackets.operations import request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.control.models import Conclusion
from tournaments.control.operations import complete
from tournaments.control.tasks import conclude
from tournaments.core.models import Event, Tournament
from tournaments.core.tasks import deliver_event
from tournaments.engine.results import Game
from tournaments.matches.operations import enter_result
from tournaments.matches.queries import playable_matches
from tournaments.notifications.models import Notice
from tournaments.registration.models import Entrant, Registration

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORLD_CUP = Path(__file__).parents[2] / "tournaments" / "data" / "world_cup_2022.json"


# --- a process that can be killed ---------------------------------------------


def in_child(work: Callable[[], object], *, killed_at: int | None = None) -> int:
    """Run ``work`` in a process of its own, killed before its n-th statement; its exit status."""
    child = start(work, killed_at=killed_at)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def start(work: Callable[[], object], *, killed_at: int | None = None) -> int:
    child = os.fork()
    if child:
        return child
    # The parent's connection is the parent's: forget it without a word to the server.
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None
        inherited.in_atomic_block = False
        inherited.savepoint_ids = []
        inherited.run_on_commit = []
    status = 1
    try:
        with connection.execute_wrapper(Killer(killed_at)):
            work()
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


class Killer:
    """Ends its own process, as hard as it can be ended, before the n-th statement."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def killed_everywhere(work: Callable[[], object]) -> int:
    """Kill ``work`` before statement 1, then 2, … until it gets through; how often it died."""
    at = 1
    while (status := in_child(work, killed_at=at)) == -signal.SIGKILL:
        at += 1
    assert status == 0
    return at - 1


def side_by_side(work: Callable[[], object]) -> list[int]:
    children = [start(work), start(work)]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


# --- rows without ids and times -----------------------------------------------


def rows() -> dict[str, list]:
    """Everything a tournament leaves behind, but for ids, times and secret codes."""
    wanted = {
        Tournament: ["slug", "status"],
        Registration: ["tournament__slug", "number", "name", "status", "seed"],
        Entrant: ["tournament__slug", "seed", "name"],
        Stage: ["tournament__slug", "number", "name", "format", "refusal"],
        StageEntry: ["stage__name", "seed", "entrant__name", "group__name", "lot"],
        Match: ["stage__name", "code", "status", "decided_by", "best_of", "overtime"],
        MatchSide: [
            "match__stage__name",
            "match__code",
            "slot",
            "entrant__name",
            "is_bye",
            "is_winner",
            "score",
            "from_match__code",
        ],
        GameScore: ["side__match__code", "side__slot", "number", "score", "tiebreak"],
        Placement: ["entrant__name", "first", "last"],
        Certificate: ["entrant__name", "kind"],
        Conclusion: ["tournament__slug"],
        Event: ["kind", "reason"],
        Notice: ["recipient__username", "subject", "channel"],
    }
    return {
        model.__name__: sorted(model.objects.values_list(*fields), key=repr)
        for model, fields in wanted.items()
    }


def published(entrants: int) -> tuple[Tournament, object]:
    organizer = factories.UserFactory(username="official", is_superuser=True)
    cup = factories.TournamentFactory(title="Crash cup")
    for number in range(1, entrants + 1):
        player = factories.UserFactory(username=f"p{number}")
        factories.RegistrationFactory(tournament=cup, registered_by=player, number=number)
    return cup, organizer


def drawn(entrants: int) -> tuple[Tournament, object]:
    cup, organizer = published(entrants)
    draw_stage(request_draw(tournament=cup, by=organizer).pk)
    return cup, organizer


def played(entrants: int) -> tuple[Tournament, object]:
    cup, organizer = drawn(entrants)
    while matches := list(playable_matches(cup)):
        for match in matches:
            enter_result(match=match, games=[Game(2, 1)], by=organizer)
    return cup, organizer


def conclude_to_the_end(tournament_id: int) -> None:
    while not Conclusion.objects.get(tournament=tournament_id).is_done:
        conclude(tournament_id)


def deliver_all() -> None:
    for event in Event.objects.order_by("pk"):
        deliver_event(event.pk)


# --- the draw -----------------------------------------------------------------


def test_a_draw_killed_at_each_statement_and_run_again_leaves_one_draw():
    cup, organizer = published(6)
    stage = request_draw(tournament=cup, by=organizer)
    before = rows()

    deaths = 0
    while in_child(lambda: draw_stage(stage.pk), killed_at=deaths + 1) == -signal.SIGKILL:
        deaths += 1
        assert rows() == before

    assert deaths > 10
    after = rows()
    assert len(after["Match"]) == 7
    assert len(after["Entrant"]) == 6
    draw_stage(stage.pk)
    assert rows() == after


def test_a_draw_by_two_workers_at_once_is_one_draw():
    cup, organizer = published(6)
    stage = request_draw(tournament=cup, by=organizer)

    assert side_by_side(lambda: draw_stage(stage.pk)) == [0, 0]

    after = rows()
    assert len(after["Match"]) == 7
    assert [kind for kind, _reason in after["Event"]].count("stage.drawn") == 1


# --- the conclusion -----------------------------------------------------------


def test_a_conclusion_killed_at_each_statement_and_run_again_is_the_same():
    cup, organizer = played(4)
    complete(cup, by=organizer)

    for _step in range(3):
        assert killed_everywhere(lambda: conclude(cup.pk)) > 5

    after = rows()
    assert [(name, first) for name, first, _last in after["Placement"]] == [
        ("p1", 1),
        ("p2", 2),
        ("p3", 3),
        ("p4", 3),
    ]
    assert after["Certificate"] == [
        ("p1", "champion"),
        ("p2", "runner_up"),
        ("p3", "participant"),
        ("p4", "participant"),
    ]
    assert [kind for kind, _reason in after["Event"]].count("tournament.concluded") == 1
    for _again in range(3):
        conclude(cup.pk)
    assert rows() == after


def test_a_conclusion_by_two_workers_at_once_is_one_conclusion():
    cup, organizer = played(4)
    complete(cup, by=organizer)

    assert side_by_side(lambda: conclude_to_the_end(cup.pk)) == [0, 0]

    after = rows()
    assert len(after["Placement"]) == len(after["Certificate"]) == 4
    assert [kind for kind, _reason in after["Event"]].count("tournament.concluded") == 1


def test_notices_killed_at_each_statement_and_written_again_tell_each_person_once():
    cup, organizer = played(4)
    complete(cup, by=organizer)
    conclude_to_the_end(cup.pk)

    concluded = Event.objects.get(kind="tournament.concluded")
    assert killed_everywhere(lambda: deliver_event(concluded.pk)) > 5
    deliver_all()

    after = rows()
    told = [(who, by) for who, subject, by in after["Notice"] if "certificate" in subject]
    assert told == [(f"p{n}", by) for n in range(1, 5) for by in ("email", "inbox")]
    assert side_by_side(deliver_all) == [0, 0]
    assert rows() == after


# --- the replay ---------------------------------------------------------------


def replay_and_keep() -> None:
    call_command("replay", WORLD_CUP, "--keep", stdout=io.StringIO())


def test_a_replay_killed_on_its_way_leaves_nothing_and_runs_again():
    factories.root_page()
    call_command("setup_site", verbosity=0)
    before = rows()
    for at in (1, 20, 100, 400, 900, 1600):
        assert in_child(replay_and_keep, killed_at=at) == -signal.SIGKILL
        assert rows() == before

    assert side_by_side(replay_and_keep) == [0, 0]

    after = rows()
    assert len(after["Match"]) == 64
    assert len(after["Certificate"]) == 32
    replay_and_keep()
    assert rows() == after
