"""Swiss stages on the database: paired round by round, by a task that may run twice."""

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, play_by_seed, win
from tests.factories.play import KNOCKOUT
from tournaments.brackets import operations
from tournaments.brackets.entering import is_played
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.rounds import next_round_number, rounds_that_stand
from tournaments.brackets.standings import group_tables
from tournaments.brackets.tasks import pair_round
from tournaments.control.operations import withdraw_entrant
from tournaments.core.models import Event, Tournament

pytestmark = pytest.mark.django_db

SWISS = {"format": "swiss", "name": "Swiss", "rounds": 3}


def swiss_cup(entrants: int, **options) -> tuple[Tournament, Stage]:
    cup = drawn_cup(entrants, stages=[{**SWISS, **options}])
    return cup, cup.drawn_stages.get()


def pair_next(cup: Tournament, stage: Stage) -> int:
    number = operations.request_round(stage=stage, by=organizer_of(cup))
    pair_round(stage.pk, number)
    stage.refresh_from_db()
    return number


def pairs(stage: Stage, number: int) -> list[tuple[str, str]]:
    matches = stage.matches.filter(round__number=number).order_by("number")
    return [
        tuple(side.entrant.name if side.entrant else "bye" for side in match.sides.order_by("slot"))
        for match in matches
    ]


def test_each_round_meets_those_who_stand_level():
    cup, stage = swiss_cup(4)
    assert pairs(stage, 1) == [("P1", "P4"), ("P2", "P3")]

    play_by_seed(cup)
    assert pair_next(cup, stage) == 2
    play_by_seed(cup)

    assert {frozenset(pair) for pair in pairs(stage, 2)} == {
        frozenset({"P1", "P2"}),
        frozenset({"P3", "P4"}),
    }
    assert next_round_number(stage) == 3


def test_a_stage_is_over_after_its_last_round():
    cup, stage = swiss_cup(4)
    for _number in range(2):
        play_by_seed(cup)
        assert not is_played(stage)
        pair_next(cup, stage)
    play_by_seed(cup)

    assert is_played(stage)
    with pytest.raises(Refused) as refusal:
        operations.request_round(stage=stage, by=organizer_of(cup))
    assert refusal.value.code == "no_round"


def test_a_bye_is_a_point_and_nobody_has_two():
    cup, stage = swiss_cup(5)
    for _number in range(2):
        play_by_seed(cup)
        pair_next(cup, stage)
    play_by_seed(cup)

    byes = [pair[0] for number in (1, 2, 3) for pair in pairs(stage, number) if "bye" in pair]
    assert len(set(byes)) == len(byes) == 3
    [table] = group_tables(stage)
    assert sum(row.points for row in table.rows) == 3 * 3


def test_who_has_enough_wins_or_losses_is_paired_no_more():
    cup, stage = swiss_cup(4, rounds=None, wins=2, losses=2, best_of_decider=3)
    play_by_seed(cup)
    pair_next(cup, stage)
    play_by_seed(cup)
    pair_next(cup, stage)

    assert [len(pairs(stage, number)) for number in (1, 2, 3)] == [2, 2, 1]
    lengths = stage.matches.order_by("round__number").values_list("best_of", flat=True)
    assert list(lengths) == [1, 1, 3, 3, 3]


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        (lambda cup, stage: None, "matches_open"),
        (lambda cup, stage: Tournament.objects.update(status="completed"), "not_live"),
    ],
)
def test_a_round_is_not_paired_while_something_stands_against_it(arrange, code):
    cup, stage = swiss_cup(4)
    arrange(cup, stage)
    stage = Stage.objects.select_related("tournament").get(pk=stage.pk)

    with pytest.raises(Refused) as refusal:
        operations.request_round(stage=stage, by=organizer_of(cup))

    assert refusal.value.code == code


def test_only_the_organizer_asks_for_a_round():
    cup, stage = swiss_cup(4)
    play_by_seed(cup)

    with pytest.raises(Refused) as refusal:
        operations.request_round(stage=stage, by=UserFactory())

    assert refusal.value.code == "not_organizer"


def test_a_knockout_has_no_rounds_to_pair():
    cup = drawn_cup(4, stages=[KNOCKOUT])
    play_by_seed(cup)

    with pytest.raises(Refused) as refusal:
        operations.request_round(stage=cup.drawn_stages.get(), by=organizer_of(cup))

    assert refusal.value.code == "not_swiss"


def test_the_task_pairs_a_round_once():
    cup, stage = swiss_cup(4)
    play_by_seed(cup)
    number = operations.request_round(stage=stage, by=organizer_of(cup))
    assert operations.request_round(stage=stage, by=organizer_of(cup)) == number

    pair_round(stage.pk, number)
    pair_round(stage.pk, number)
    pair_round(stage.pk, number + 1)

    assert stage.rounds.count() == 2
    assert Event.objects.filter(kind="stage.round_paired").count() == 1


def test_a_stage_that_was_taken_back_meanwhile_is_not_paired():
    _cup, stage = swiss_cup(4)
    pk = stage.pk
    operations.take_back_stage(stage)

    pair_round(pk, 2)

    assert not Match.objects.exists()


def test_a_round_that_is_not_begun_falls_with_a_corrected_result():
    cup, stage = swiss_cup(4)
    play_by_seed(cup)
    pair_next(cup, stage)

    assert rounds_that_stand(stage, changed=1) == 1
    assert rounds_that_stand(stage, changed=2) is None


def test_a_round_with_a_result_stands():
    cup, stage = swiss_cup(4)
    play_by_seed(cup)
    pair_next(cup, stage)
    win(match_of(cup, "R2-1"))

    assert rounds_that_stand(stage, changed=1) is None


def test_a_round_whose_forced_rematch_is_noted():
    cup, stage = swiss_cup(2, rounds=2)
    play_by_seed(cup)

    pair_next(cup, stage)

    assert stage.rounds.get(number=2).rematches == 1


def told(mailoutbox) -> dict[str, list[str]]:
    """The subjects of the mails by who got them."""
    found: dict[str, list[str]] = {}
    for mail in mailoutbox:
        found.setdefault(mail.to[0], []).append(mail.subject)
    return found


def test_players_are_told_of_a_round_that_is_paired(mailoutbox, drain_queue):
    cup, stage = swiss_cup(3, rounds=2)
    play_by_seed(cup)
    drain_queue()
    mailoutbox.clear()

    pair_next(cup, stage)
    drain_queue()

    people = cup.registrations.select_related("user")
    assert told(mailoutbox) == {
        registration.user.email: [f"[DeltaCrown] {cup.title}: round 2 is paired"]
        for registration in people
    }


def test_a_round_in_which_somebody_only_left_does_not_stand():
    cup, stage = swiss_cup(4)
    play_by_seed(cup)
    pair_next(cup, stage)
    withdraw_entrant(cup.entrants.get(name="P1"), by=organizer_of(cup), reason="Ill")

    assert rounds_that_stand(stage, changed=1) == 1


def test_who_reaches_the_wins_is_marked_only_where_that_decides():
    until_two = {"format": "swiss", "name": "Swiss", "wins": 2, "losses": 2, "advance": 2}
    cup = drawn_cup(4, stages=[until_two, KNOCKOUT])
    stage = cup.drawn_stages.get()
    play_by_seed(cup)
    pair_next(cup, stage)
    play_by_seed(cup)
    [table] = group_tables(stage)
    assert {table.entrants[pk].name: str(how) for pk, how in table.outlook.items()} == {
        "P1": "in",
        "P2": "open",
        "P3": "open",
        "P4": "out",
    }

    withdraw_entrant(cup.entrants.get(name="P4"), by=organizer_of(cup), reason="Ill")

    [table] = group_tables(stage)
    assert table.outlook == {}
