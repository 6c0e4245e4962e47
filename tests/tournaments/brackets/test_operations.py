from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    UserFactory,
    draw_next,
    drawn_cup,
    entered_cup,
    match_of,
    names_of,
    organizer_of,
    play_by_seed,
    win,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets import operations
from tournaments.brackets.entering import ties
from tournaments.brackets.models import GameScore, Match, MatchSide, Stage
from tournaments.brackets.operations import Verdict
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Event, Tournament
from tournaments.engine.results import Game, check_games
from tournaments.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db

DecidedBy = Match.DecidedBy
WITH_THIRD_PLACE = {**KNOCKOUT, "third_place": True}


def rows_of(cup: Tournament) -> list[tuple]:
    sides = MatchSide.objects.filter(match__stage__tournament=cup)
    return [
        *Stage.objects.filter(tournament=cup).values_list("pk", "drawn_at"),
        *Entrant.objects.filter(tournament=cup).values_list("pk", "name", "seed").order_by("pk"),
        *sides.values_list("pk", "match", "slot", "entrant", "is_bye").order_by("pk"),
    ]


def kinds(cup: Tournament) -> list[str]:
    return list(cup.events.order_by("pk").values_list("kind", flat=True))


def test_a_draw_is_asked_for_and_queued():
    cup = entered_cup(4, stages=[KNOCKOUT])

    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))

    assert (stage.number, stage.name, stage.drawn_at) == (1, "Playoffs", None)
    assert kinds(cup) == ["stage.draw_requested"]
    assert not cup.entrants.exists()


def test_a_draw_asked_for_twice_is_one_stage():
    cup = entered_cup(4)

    stages = {operations.request_draw(tournament=cup, by=organizer_of(cup)).pk for _ in range(2)}

    assert {stage.pk for stage in cup.drawn_stages.all()} == stages


def test_a_draw_makes_the_tournament_live():
    cup = drawn_cup(4)

    assert cup.status == Tournament.Status.LIVE
    assert kinds(cup)[-2:] == ["tournament.live", "stage.drawn"]


def test_drawing_twice_changes_nothing():
    cup = drawn_cup(5)
    before = rows_of(cup), kinds(cup)

    operations.draw(cup.drawn_stages.get())

    assert (rows_of(cup), kinds(cup)) == before


def test_a_draw_that_cannot_be_made_any_more_notes_why_and_leaves_nothing(mailoutbox, drain_queue):
    cup = entered_cup(4, minimum_entrants=4)
    official = organizer_of(cup)
    stage = operations.request_draw(tournament=cup, by=official)
    cup.registrations.first().move_to(Registration.Status.WITHDRAWN)

    drain_queue()

    stage.refresh_from_db()
    cup.refresh_from_db()
    assert stage.drawn_at is None
    assert stage.refusal == "The draw needs at least 4 entrants; there are 3."
    assert cup.status == Tournament.Status.PUBLISHED
    assert not cup.entrants.exists()
    assert not stage.matches.exists()
    assert not cup.registrations.filter(status=Registration.Status.EXPIRED).exists()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([official.email], f"[DeltaCrown] {cup}: the draw could not be made")
    ]


def test_a_refused_draw_can_be_asked_for_again():
    cup = entered_cup(4, minimum_entrants=4)
    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))
    cup.registrations.first().move_to(Registration.Status.WITHDRAWN)
    operations.draw(stage)
    Tournament.objects.filter(pk=cup.pk).update(minimum_entrants=3)
    cup.refresh_from_db()

    assert draw_next(cup) == stage
    assert cup.entrants.count() == 3


def test_a_cancelled_tournament_is_not_drawn():
    cup = entered_cup(4)
    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))
    cup.move_to(Tournament.Status.CANCELLED)

    operations.draw(stage)

    stage.refresh_from_db()
    assert (stage.drawn_at, stage.refusal) == (
        None,
        "Only a published tournament that has not begun can be drawn.",
    )


def test_the_draw_takes_the_settings_in_force_when_it_is_made():
    cup = entered_cup(4, stages=[KNOCKOUT])
    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))
    Tournament.objects.filter(pk=cup.pk).update(stages=[LEAGUE])

    operations.draw(stage)

    stage.refresh_from_db()
    assert (stage.name, stage.format, stage.spec) == ("League", "round_robin", LEAGUE)
    assert stage.matches.count() == 6


def test_a_draw_admits_the_confirmed_who_checked_in_and_nobody_else():
    cup = entered_cup(
        3,
        capacity=8,
        check_in_opens_at=timezone.now() - timedelta(hours=2),
        check_in_closes_at=timezone.now() - timedelta(hours=1),
    )
    cup.registrations.exclude(name="P2").update(checked_in_at=timezone.now() - timedelta(hours=1))

    draw_next(cup)

    assert [entrant.name for entrant in cup.entrants.all()] == ["P1", "P3"]
    assert cup.registrations.get(name="P2").status == Registration.Status.NO_SHOW


def test_the_players_are_told_of_the_draw(mailoutbox, drain_queue):
    cup = drawn_cup(2)
    drain_queue()

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        registration.user.email for registration in cup.registrations.select_related("user")
    )


def set_played(match: Match, *games: Game, overtime: bool = False) -> Match:
    score = check_games(games, best_of=match.best_of, draws=match.group_id is not None)
    verdict = Verdict(DecidedBy.PLAYED, score.winner, score, games, overtime)
    return operations.set_result(match=match, verdict=verdict)


def test_a_winner_advances_with_the_result():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])

    set_played(match_of(cup, "W1-1"), Game(1, 3))

    assert names_of(match_of(cup, "F").sides) == ["P4", None]
    assert names_of(match_of(cup, "T").sides) == ["P1", None]
    assert match_of(cup, "F").status == Match.Status.PENDING

    set_played(match_of(cup, "W1-2"), Game(3, 1))

    assert names_of(match_of(cup, "F").sides) == ["P4", "P2"]
    assert names_of(match_of(cup, "T").sides) == ["P1", "P3"]
    assert match_of(cup, "F").status == Match.Status.READY


def test_a_result_keeps_its_games_and_its_score():
    cup = drawn_cup(2, stages=[{**KNOCKOUT, "best_of": 3}])
    match = match_of(cup, "F")

    set_played(match, Game(13, 9), Game(5, 13), Game(1, 1, 4, 2), overtime=True)

    match.refresh_from_db()
    assert (match.status, match.decided_by, match.overtime) == ("completed", "played", True)
    assert list(match.sides.values_list("score", "is_winner")) == [(2, True), (1, False)]
    games = GameScore.objects.order_by("side__slot", "number")
    assert list(games.values_list("side__slot", "number", "score", "tiebreak")) == [
        (1, 1, 13, None),
        (1, 2, 5, None),
        (1, 3, 1, 4),
        (2, 1, 9, None),
        (2, 2, 13, None),
        (2, 3, 1, 2),
    ]
    assert Event.objects.get(kind="match.completed").after == {
        "decided_by": "played",
        "winner": 1,
        "score": [2, 1],
    }


def test_a_forfeit_lets_the_other_side_advance_and_its_loser_play_for_third_place():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])

    operations.set_result(match=match_of(cup, "W1-1"), verdict=Verdict(DecidedBy.FORFEIT, 2))

    assert names_of(match_of(cup, "F").sides) == ["P4", None]
    assert names_of(match_of(cup, "T").sides) == ["P1", None]


@pytest.mark.parametrize("comes_first", [True, False])
def test_after_a_double_forfeit_in_a_semi_final_the_other_finalist_needs_no_final(comes_first):
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])

    def nobody_came():
        match = match_of(cup, "W1-1")
        operations.set_result(match=match, verdict=Verdict(DecidedBy.DOUBLE_FORFEIT, None))

    if comes_first:
        nobody_came()
    set_played(match_of(cup, "W1-2"), Game(2, 0))
    if not comes_first:
        nobody_came()

    for code, name in {"F": "P2", "T": "P3"}.items():
        match = match_of(cup, code)
        sides = match.sides.order_by("slot")
        assert match.status == Match.Status.VOID
        assert names_of(match.sides) == [None, name]
        assert list(sides.values_list("is_bye", "is_winner")) == [(True, False), (False, True)]


def test_emptiness_goes_on_through_every_round():
    cup = drawn_cup(8, stages=[WITH_THIRD_PLACE])
    for place in (1, 2):
        match = match_of(cup, f"W1-{place}")
        operations.set_result(match=match, verdict=Verdict(DecidedBy.DOUBLE_FORFEIT, None))
    for code in ("W1-3", "W1-4", "W2-2"):
        set_played(match_of(cup, code), Game(2, 0))

    assert {
        code: (match_of(cup, code).status, names_of(match_of(cup, code).sides))
        for code in ("W2-1", "F", "T")
    } == {
        "W2-1": ("void", [None, None]),
        "F": ("void", [None, "P2"]),
        "T": ("void", [None, "P3"]),
    }


def test_a_draw_in_a_group_has_no_winner():
    cup = drawn_cup(2, stages=[LEAGUE])
    match = cup.drawn_stages.get().matches.get()

    set_played(match, Game(1, 1))

    match.refresh_from_db()
    assert match.status == Match.Status.COMPLETED
    assert not match.sides.filter(is_winner=True).exists()


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda match: Match.objects.filter(pk=match.pk).update(status="pending"), "sides_open"),
        (lambda match: set_played(match, Game(1, 0)), "decided"),
        (lambda match: Tournament.objects.update(status="cancelled"), "not_live"),
    ],
)
def test_a_result_is_refused(prepare, code):
    cup = drawn_cup(2)
    match = match_of(cup, "F")
    prepare(match)
    before = rows_of(cup), kinds(cup)

    with pytest.raises(Refused) as refusal:
        set_played(match, Game(0, 1))

    assert refusal.value.code == code
    assert (rows_of(cup), kinds(cup)) == before


def level_league(entrants: int = 4, **options) -> Tournament:
    """Groups in which every match ended 1-1, so that everybody is level; then a knockout."""
    groups = {**LEAGUE, "advance": 1, **options}
    cup = drawn_cup(entrants, stages=[groups, KNOCKOUT])
    for match in cup.drawn_stages.get().matches.all():
        set_played(match, Game(1, 1))
    return cup


def test_lots_put_those_who_are_level_in_order_and_the_next_stage_can_be_drawn():
    cup = level_league(4, groups=2)
    official = organizer_of(cup)
    stage = cup.drawn_stages.get()
    with pytest.raises(Refused) as refusal:
        operations.request_draw(tournament=cup, by=official)
    assert refusal.value.code == "undecided"

    for tie in ties(stage):
        operations.decide_lots(stage=stage, order=tie[::-1], by=official)

    assert ties(stage) == []
    assert [
        [table.entrants[row.entrant].name for row in table.rows] for table in group_tables(stage)
    ] == [["P4", "P1"], ["P3", "P2"]]
    draw_next(cup)
    assert names_of(match_of(cup, "F", stage=2).sides) == ["P4", "P3"]


def test_lots_settle_who_is_best_among_those_of_several_groups():
    cup = drawn_cup(6, stages=[{**LEAGUE, "groups": 2, "advance": 1, "best_next": 1}, KNOCKOUT])
    play_by_seed(cup)
    stage = cup.drawn_stages.get()
    official = organizer_of(cup)
    [tie] = ties(stage)
    assert [entrant.name for entrant in tie] == ["P4", "P3"]
    with pytest.raises(Refused) as refusal:
        operations.request_draw(tournament=cup, by=official)
    assert refusal.value.code == "undecided"

    operations.decide_lots(stage=stage, order=tie[::-1], by=official)

    stage = draw_next(cup)
    assert stage.entries.get(seed=3).entrant == tie[1]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (lambda stage, names: [names[0], names[0]], "bad_order"),
        (lambda stage, names: [Entrant(pk=0, name="Nobody")], "bad_order"),
    ],
)
def test_lots_name_entrants_of_the_stage_once(order, code):
    cup = level_league(4, groups=2)
    stage = cup.drawn_stages.get()
    names = [entry.entrant for entry in stage.entries.all()]

    with pytest.raises(Refused) as refusal:
        operations.decide_lots(stage=stage, order=order(stage, names), by=organizer_of(cup))

    assert refusal.value.code == code


def test_lots_are_for_the_organizer_and_end_with_the_next_draw():
    cup = level_league(4, groups=2)
    stage = cup.drawn_stages.get()
    everybody = ties(stage)
    with pytest.raises(Refused) as stranger:
        operations.decide_lots(stage=stage, order=everybody[0], by=UserFactory())
    for tie in everybody:
        operations.decide_lots(stage=stage, order=tie, by=organizer_of(cup))
    draw_next(cup)
    with pytest.raises(Refused) as late:
        operations.decide_lots(stage=stage, order=everybody[0], by=organizer_of(cup))

    assert (stranger.value.code, late.value.code) == ("not_organizer", "next_stage_drawn")


def test_lots_do_not_wait_for_a_stage_that_this_one_does_not_feed():
    one, other = ([{"stage": 0, "first": first, "last": first + 1}] for first in (1, 3))
    winners = [{"stage": number, "first": 1, "last": 1} for number in (1, 2)]
    stages = [{**LEAGUE, "entry": one}, {**LEAGUE, "entry": other}, {**KNOCKOUT, "entry": winners}]
    cup = drawn_cup(4, stages=stages)
    draw_next(cup)
    for match in Match.objects.filter(stage__tournament=cup):
        set_played(match, Game(1, 1))

    for stage in cup.drawn_stages.all():
        [tie] = ties(stage)
        operations.decide_lots(stage=stage, order=tie[::-1], by=organizer_of(cup))

    draw_next(cup)
    assert names_of(match_of(cup, "F", stage=3).sides) == ["P2", "P4"]


def test_a_best_of_three_is_won_with_two_games():
    cup = drawn_cup(2, stages=[{**KNOCKOUT, "best_of": 3}])

    match = win(match_of(cup, "F"), 2)

    assert list(match.sides.values_list("score", flat=True)) == [0, 2]
