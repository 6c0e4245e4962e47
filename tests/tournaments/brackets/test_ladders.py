"""Ladders: who may challenge whom, and what a result moves."""

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, organizer_of, win
from tournaments.brackets import operations
from tournaments.brackets.entering import is_played
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import group_tables
from tournaments.control.operations import withdraw_entrant
from tournaments.core.models import Tournament
from tournaments.registration.models import Entrant

pytestmark = pytest.mark.django_db

LADDER = {"format": "ladder", "name": "Ladder", "challenge_range": 2}


def ladder(entrants: int = 4, **options) -> tuple[Tournament, Stage]:
    cup = drawn_cup(entrants, stages=[{**LADDER, **options}])
    return cup, cup.drawn_stages.get()


def named(cup: Tournament, name: str) -> Entrant:
    return cup.entrants.get(name=name)


def challenge(cup: Tournament, one: str, other: str, by=None) -> Match:
    challenger = named(cup, one)
    return operations.challenge(
        stage=cup.drawn_stages.get(),
        challenger=challenger,
        challenged=named(cup, other),
        by=by or challenger.registration.user,
    )


def order(stage: Stage) -> list[str]:
    [table] = group_tables(stage)
    return [table.entrants[row.entrant].name for row in table.rows]


def test_a_challenge_is_a_match_to_play_and_its_winner_takes_the_place():
    cup, stage = ladder()
    match = challenge(cup, "P4", "P2")
    assert (match.code, match.status) == ("C1", Match.Status.READY)

    win(match)

    assert order(stage) == ["P1", "P4", "P3", "P2"]


def test_a_challenge_lost_changes_nothing():
    cup, stage = ladder()
    win(challenge(cup, "P4", "P2"), 2)

    assert order(stage) == ["P1", "P2", "P3", "P4"]


def test_ratings_move_where_the_ladder_goes_by_them():
    cup, stage = ladder(mode="rating")
    win(challenge(cup, "P3", "P1"))

    assert order(stage) == ["P3", "P2", "P4", "P1"]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("P4", "P1", "out_of_challenge_range"),
        ("P1", "P2", "below"),
        ("P2", "P2", "meets_itself"),
    ],
)
def test_a_challenge_goes_a_few_places_up(one, other, code):
    cup, _stage = ladder()

    with pytest.raises(Refused) as refusal:
        challenge(cup, one, other)

    assert refusal.value.code == code
    assert not Match.objects.exists()


def test_who_has_a_challenge_to_play_gets_no_other():
    cup, _stage = ladder()
    challenge(cup, "P4", "P3")

    with pytest.raises(Refused) as refusal:
        challenge(cup, "P3", "P2")

    assert refusal.value.code == "busy"


def test_nobody_challenges_for_others_but_the_organizer():
    cup, _stage = ladder()
    for stranger in (UserFactory(), named(cup, "P1").registration.user):
        with pytest.raises(Refused) as refusal:
            challenge(cup, "P4", "P3", by=stranger)
        assert refusal.value.code == "not_yours"

    assert challenge(cup, "P4", "P3", by=organizer_of(cup)).code == "C1"


def test_a_ladder_is_over_when_the_organizer_ends_it():
    cup, stage = ladder()
    match = challenge(cup, "P4", "P3")
    with pytest.raises(Refused) as refusal:
        operations.close_ladder(stage, by=organizer_of(cup))
    assert refusal.value.code == "matches_open"

    win(match)
    operations.close_ladder(stage, by=organizer_of(cup))
    operations.close_ladder(stage, by=organizer_of(cup))
    stage.refresh_from_db()

    assert is_played(stage)
    with pytest.raises(Refused) as refusal:
        challenge(cup, "P4", "P3")
    assert refusal.value.code == "no_ladder"


def test_only_the_organizer_ends_a_ladder():
    cup, stage = ladder()

    with pytest.raises(Refused) as refusal:
        operations.close_ladder(stage, by=named(cup, "P1").registration.user)

    assert refusal.value.code == "not_organizer"


def test_the_challenged_is_told(mailoutbox, drain_queue):
    cup, _stage = ladder()
    drain_queue()
    mailoutbox.clear()

    challenge(cup, "P4", "P2")
    drain_queue()

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([named(cup, "P2").registration.user.email], f"[DeltaCrown] {cup.title}: P4 challenges you")
    ]


def test_nobody_has_to_climb_past_those_who_have_left():
    cup, _stage = ladder()
    for name in ("P2", "P3"):
        withdraw_entrant(named(cup, name), by=organizer_of(cup), reason="Ill")

    assert challenge(cup, "P4", "P1").code == "C1"
