from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.factories import GameFactory
from tournaments.control.page_settings import settings_of
from tournaments.core.settings import TournamentSettings

pytestmark = pytest.mark.django_db

OWN = {"points_win": 2, "points_draw": 1, "points_loss": 0, "draws": False, "tiebreaks": ["wins"]}


def block(kind: str, **value):
    return SimpleNamespace(block_type=kind, value=value)


def stage_of(game, stage, **options) -> dict:
    """What the settings of a page with this one stage come to."""
    plain = {field.name: None for field in TournamentSettings._meta.local_fields}
    lists = {"stages": [stage], "payment_methods": [], "prizes": [], "custom_fields": []}
    page = SimpleNamespace(**{**plain, **lists, "game": game})
    return settings_of(page, **options)["stages"][0]


def groups(**value):
    names = {"name": "Groups", "groups": 2, "legs": "1", "best_of": "", "advance": 1}
    return block("round_robin", **{**names, **OWN, **value})


def test_a_group_stage_counts_as_usual_in_the_game():
    game = GameFactory(
        allows_draws=True,
        points_win=5,
        points_draw=2,
        points_loss=1,
        tiebreaks=["points", "wins"],
        default_best_of=3,
    )

    found = stage_of(game, groups(as_usual=True))

    assert {key: found[key] for key in ("best_of", "draws", "points", "tiebreaks")} == {
        "best_of": 3,
        "draws": True,
        "points": {"win": 5, "draw": 2, "loss": 1},
        "tiebreaks": ["points", "wins"],
    }


def test_a_group_stage_counts_in_its_own_way_where_the_organizer_says_so():
    found = stage_of(GameFactory(allows_draws=True), groups(as_usual=False, best_of="5"))

    assert {key: found[key] for key in ("best_of", "draws", "points", "tiebreaks")} == {
        "best_of": 5,
        "draws": False,
        "points": {"win": 2, "draw": 1, "loss": 0},
        "tiebreaks": ["wins"],
    }


def test_a_knockout_is_as_long_as_usual_in_the_game_unless_it_says_otherwise():
    game = GameFactory(default_best_of=3)
    knockout = {"name": "Playoffs", "third_place": False}

    lengths = [
        stage_of(game, block("single_elimination", best_of=length, **knockout))["best_of"]
        for length in ("", "5")
    ]

    assert lengths == [3, 5]


def test_fixed_groups_and_rounds_of_another_length_are_read_from_their_words():
    found = stage_of(None, groups(fixed_groups="1 4 / 2, 3"))
    knockout = block(
        "single_elimination",
        name="Playoffs",
        best_of="1",
        third_place=True,
        best_of_rounds=[{"round": 2, "best_of": "3"}],
        first_round="A1-B2, b1-bye",
    )

    assert found["fixed_groups"] == [[1, 4], [2, 3]]
    assert stage_of(None, knockout) == {
        "format": "single_elimination",
        "name": "Playoffs",
        "best_of": 1,
        "best_of_final": None,
        "best_of_rounds": {"2": 3},
        "third_place": True,
        "first_round": [["A1", "B2"], ["B1", "bye"]],
        "groups": 1,
        "advance": 0,
        "entry": None,
    }


def test_a_prize_keeps_the_currency_of_its_table():
    prize = block("prize", first=1, last=None, amount=Decimal(500), extra="")
    plain = {field.name: None for field in TournamentSettings._meta.local_fields}
    lists = {"stages": [], "payment_methods": [], "prizes": [prize], "custom_fields": []}
    page = SimpleNamespace(**{**plain, **lists, "currency": "BDT"})

    assert settings_of(page)["prizes"] == [
        {"first": 1, "last": 1, "amount": "500.00", "currency": "BDT", "extra": ""}
    ]


def test_a_drawn_stage_keeps_what_was_usual_when_it_was_drawn():
    game = GameFactory(points_win=5, points_draw=2, points_loss=1, default_best_of=3)
    stage = groups(as_usual=True)
    drawn = stage_of(game, stage)
    game.points_win, game.default_best_of = 9, 5

    assert stage_of(game, stage, drawn={1: drawn}) == drawn
    assert stage_of(game, stage)["points"]["win"] == 9


def asked(**value):
    words = {"label": "Club?", "kind": "text", "scope": "registration"} | value
    return SimpleNamespace(block_type="question", id=words.pop("id", None), value=words)


def questions_of(*children) -> list[dict]:
    plain = {field.name: None for field in TournamentSettings._meta.local_fields}
    lists = {"stages": [], "payment_methods": [], "prizes": [], "custom_fields": [*children]}
    return settings_of(SimpleNamespace(**{**plain, **lists}))["custom_fields"]


def test_a_question_is_known_by_its_block_whatever_its_words():
    before, after = (questions_of(asked(id="abc", label=label)) for label in ("Club?", "Clan?"))

    assert [row["key"] for row in before + after] == ["abc", "abc"]
    assert before == [
        {
            "key": "abc",
            "label": "Club?",
            "kind": "text",
            "scope": "registration",
            "required": False,
            "public": False,
            "help_text": "",
            "choices": [],
            "shown_if": "",
            "shown_if_is": "",
        }
    ]


def test_the_choices_of_a_question_are_its_lines_each_once():
    (row,) = questions_of(asked(kind="choice", choices=" Pad \nTouch\r\n\nPad"))

    assert row["choices"] == ["Pad", "Touch"]


def test_a_question_hangs_on_another_by_its_key():
    rows = questions_of(
        asked(id="way", label="How do you play?", kind="choice", choices="Pad\nTouch"),
        asked(id="comes", label="Do you come?", kind="toggle"),
        asked(id="one", label="1", shown_if="how do you PLAY?", shown_if_is="pad"),
        asked(id="two", label="2", shown_if="Do you come?"),
        asked(id="three", label="3", shown_if="Who are you?", shown_if_is="x"),
    )

    assert [(row["shown_if"], row["shown_if_is"]) for row in rows[2:]] == [
        ("way", "Pad"),
        ("comes", "yes"),
        ("Who are you?", "x"),
    ]


def test_countries_are_written_in_one_way():
    plain = {field.name: None for field in TournamentSettings._meta.local_fields}
    lists = {"stages": [], "payment_methods": [], "prizes": [], "custom_fields": []}
    page = SimpleNamespace(**{**plain, **lists, "allowed_countries": "bd,IN; np bd"})

    assert settings_of(page)["allowed_countries"] == "BD, IN, NP"
