import threading

import pytest
from django.db import connection

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    TeamFactory,
    UserFactory,
    drawn_cup,
    match_of,
    names_of,
    organizer_of,
    win,
)
from tests.factories.people import captain_of
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.models import Match
from tournaments.core.models import Event, Tournament
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def final(**options) -> Match:
    cup = drawn_cup(2, stages=[{**KNOCKOUT, **options}])
    return match_of(cup, "F")


def test_the_score_says_who_won():
    match = operations.enter_result(
        match=(match := final()), games=[Game(1, 3)], by=organizer_of(match.tournament)
    )

    assert (match.status, match.decided_by) == ("completed", "played")
    assert list(match.sides.values_list("score", "is_winner")) == [(1, False), (3, True)]


def test_a_tie_break_decides_a_level_game():
    match = final()

    operations.enter_result(
        match=match, games=[Game(3, 3, 4, 2)], overtime=True, by=organizer_of(match.tournament)
    )

    match.refresh_from_db()
    assert match.overtime
    assert list(match.sides.values_list("score", "is_winner")) == [(3, True), (3, False)]


def test_a_group_match_may_end_in_a_draw():
    cup = drawn_cup(2, stages=[LEAGUE])
    match = cup.drawn_stages.get().matches.get()

    operations.enter_result(match=match, games=[Game(2, 2)], by=organizer_of(cup))

    assert not match.sides.filter(is_winner=True).exists()


@pytest.mark.parametrize(
    ("best_of", "games", "code"),
    [
        (1, [], "unfinished"),
        (1, [Game(1, 1)], "level_game"),
        (1, [Game(1, 1, 3, 3)], "tiebreak_undecided"),
        (1, [Game(1, 1, 3)], "tiebreak_undecided"),
        (1, [Game(2, 1, 3, 2)], "tiebreak_without_draw"),
        (1, [Game(1, 0), Game(1, 0)], "played_after_decided"),
        (1, [Game(-1, 0)], "negative_score"),
        (3, [Game(1, 0)], "unfinished"),
        (3, [Game(1, 0), Game(0, 1)], "unfinished"),
        (3, [Game(1, 0), Game(1, 0), Game(1, 0)], "played_after_decided"),
    ],
)
def test_a_series_that_cannot_have_been_played_is_refused(best_of, games, code):
    match = final(best_of=best_of)

    with pytest.raises(Refused) as refusal:
        operations.enter_result(match=match, games=games, by=organizer_of(match.tournament))

    match.refresh_from_db()
    assert refusal.value.code == code
    assert match.status == Match.Status.READY


def test_draws_are_refused_in_a_league_without_them():
    cup = drawn_cup(2, stages=[{**LEAGUE, "draws": False}])
    match = cup.drawn_stages.get().matches.get()

    with pytest.raises(Refused) as refusal:
        operations.enter_result(match=match, games=[Game(2, 2)], by=organizer_of(cup))

    assert refusal.value.code == "level_game"


def test_a_forfeit_is_won_by_the_side_that_came():
    match = final()

    operations.forfeit(match=match, absent=[1], by=organizer_of(match.tournament))

    match.refresh_from_db()
    assert match.decided_by == Match.DecidedBy.FORFEIT
    assert list(match.sides.values_list("score", "is_winner")) == [(None, False), (None, True)]


def test_a_double_forfeit_is_won_by_nobody():
    match = final()

    operations.forfeit(match=match, absent=[1, 2], by=organizer_of(match.tournament))

    match.refresh_from_db()
    assert (match.status, match.decided_by) == ("completed", "double_forfeit")
    assert not match.sides.filter(is_winner=True).exists()


@pytest.mark.parametrize("absent", [[], [3], [0, 1]])
def test_a_forfeit_names_who_did_not_come(absent):
    match = final()

    with pytest.raises(Refused) as refusal:
        operations.forfeit(match=match, absent=absent, by=organizer_of(match.tournament))

    assert refusal.value.code == "nobody_absent"


def somebody(match: Match):
    return UserFactory()


def player(match: Match):
    return match.sides.get(slot=1).entrant.registration.user


def another_organizer(match: Match):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


def organizer_who_plays(match: Match):
    own = player(match)
    own.groups.add(match.tournament.organizer.group)
    return own


def organizer_whose_team_plays(match: Match):
    """In the team of a side, and not on the roster of this tournament."""
    team = TeamFactory()
    side = match.sides.get(slot=1).entrant.registration
    Registration.objects.filter(pk=side.pk).update(user=None, team=team)
    own = captain_of(team)
    own.groups.add(match.tournament.organizer.group)
    return own


def retired_organizer(match: Match):
    official = organizer_of(match.tournament)
    official.is_active = False
    return official


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (somebody, "not_organizer"),
        (player, "not_organizer"),
        (another_organizer, "not_organizer"),
        (retired_organizer, "not_organizer"),
        (organizer_who_plays, "conflict_of_interest"),
        (organizer_whose_team_plays, "conflict_of_interest"),
    ],
)
@pytest.mark.parametrize(
    "enter",
    [
        lambda match, by: operations.enter_result(match=match, games=[Game(1, 0)], by=by),
        lambda match, by: operations.forfeit(match=match, absent=[2], by=by),
    ],
)
def test_only_an_organizer_who_does_not_play_enters_results(who, code, enter):
    match = final()

    with pytest.raises(Refused) as refusal:
        enter(match, who(match))

    match.refresh_from_db()
    assert refusal.value.code == code
    assert match.status == Match.Status.READY


def test_a_match_without_its_sides_has_no_result():
    cup = drawn_cup(4)

    with pytest.raises(Refused) as refusal:
        win(match_of(cup, "F"))

    assert refusal.value.code == "sides_open"


def test_a_bye_has_no_result():
    cup = drawn_cup(3)

    with pytest.raises(Refused) as refusal:
        win(match_of(cup, "W1-1"))

    assert refusal.value.code == "decided"


def test_a_decided_match_keeps_its_result():
    match = final()
    win(match, 1)

    with pytest.raises(Refused) as refusal:
        win(match, 2)

    assert refusal.value.code == "decided"
    assert match.sides.get(is_winner=True).slot == 1
    assert Event.objects.filter(kind="match.completed").count() == 1


@pytest.mark.parametrize("status", ["cancelled", "completed", "archived", "published"])
def test_results_are_for_live_tournaments(status):
    match = final()
    Tournament.objects.update(status=status)

    with pytest.raises(Refused) as refusal:
        win(Match.objects.get(pk=match.pk))

    assert refusal.value.code == "not_live"


def test_the_winner_stands_in_the_next_match_with_the_result():
    cup = drawn_cup(4)

    win(match_of(cup, "W1-2"), 2)

    assert names_of(match_of(cup, "F").sides) == [None, "P3"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_results_at_the_same_time_one_counts():
    match = final()
    official = organizer_of(match.tournament)
    start = threading.Barrier(2)
    answers = {}

    def enter(slot: int) -> None:
        try:
            seen = Match.objects.select_related("stage__tournament").get(pk=match.pk)
            start.wait()
            win(seen, slot, by=official)
            answers[slot] = "entered"
        except Refused as refusal:
            answers[slot] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[slot]) for slot in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [winner] = match.sides.filter(is_winner=True)
    assert sorted(answers.values()) == ["decided", "entered"]
    assert answers[winner.slot] == "entered"
    assert Event.objects.filter(kind="match.completed").count() == 1


def test_a_lobby_has_places_and_no_games():
    lobby = {"format": "free_for_all", "name": "Lobbies", "lobby_size": 3}
    cup = drawn_cup(3, stages=[lobby])
    match = cup.drawn_stages.get().matches.get()
    official = organizer_of(cup)

    for enter in (
        lambda: operations.enter_result(match=match, games=[Game(1, 0)], by=official),
        lambda: operations.forfeit(match=match, absent=[1], by=official),
    ):
        with pytest.raises(Refused) as refusal:
            enter()
        assert refusal.value.code == "lobby"


def test_a_lobby_of_many_kills_can_be_written():
    lobby = {"format": "free_for_all", "name": "L", "lobby_size": 2, "kill_points": 1000}
    cup = drawn_cup(2, stages=[lobby])
    match = cup.drawn_stages.get().matches.get()
    one, other = (side.entrant_id for side in match.sides.order_by("slot"))

    operations.enter_finishes(
        match=match, finishes=[Finish(one, 1, 999), Finish(other, 2, 0)], by=organizer_of(cup)
    )

    assert match.sides.get(slot=1).score == 999_010
