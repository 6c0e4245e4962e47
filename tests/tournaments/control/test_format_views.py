"""The control room in formats that go on round by round, leaving, and correcting results."""

import pytest
from django.urls import reverse

from tests.factories import (
    OrganizerFactory,
    UserFactory,
    draw_next,
    entered_cup,
    match_of,
    organizer_of,
    win,
)
from tests.factories.formats import (
    LADDER,
    LOBBY,
    SWISS,
    better_wins,
    challenge,
    cup_of,
    entrant_of,
    facts,
    finish,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.control.correcting import correct
from tournaments.control.models import Correction
from tournaments.core.models import Tournament
from tournaments.matches.operations import forfeited

pytestmark = pytest.mark.django_db

WORSE = {"outcome": "played", "game_1_1": 0, "game_1_2": 3}


def room(cup: Tournament) -> str:
    return reverse("control:room", args=[cup.slug])


def at(name: str, cup: Tournament, *extra) -> str:
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def post(client, address: str, data=None) -> str:
    return client.post(address, data or {}, follow=True).content.decode()


@pytest.fixture
def as_organizer(client):
    def sign_in(cup: Tournament):
        client.force_login(organizer_of(cup))
        return client

    return sign_in


# --- nobody else --------------------------------------------------------------


def corrected_cup() -> tuple[Tournament, dict[str, str]]:
    """A live tournament, and every address of it that is tested here."""
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))
    by = organizer_of(cup)
    made = correct(match=match, verdict=forfeited([1]), by=by, reason="Entered wrongly.")
    reference = entrant_of(cup, "P2").registration.reference
    return cup, {
        "pair": at("pair", cup, 1),
        "close": at("close", cup, 1),
        "correct": at("correct", cup, match.pk),
        "undo": at("undo", cup, made.pk),
        "take_out": at("take_out", cup, reference),
        "drop_out": at("drop_out", cup, reference),
    }


def other_player(cup: Tournament):
    return entrant_of(cup, "P1").registration.user


def another_organizer(cup: Tournament):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


@pytest.mark.parametrize("who", [lambda cup: UserFactory(), other_player, another_organizer])
def test_others_find_nothing(client, who):
    cup, addresses = corrected_cup()
    client.force_login(who(cup))
    before = list(cup.events.values_list("pk"))
    data = {**WORSE, "reason": "Because.", "left_by": "withdrawal", "seen": ""}

    answers = {
        (name, method): getattr(client, method)(address, data).status_code
        for name, address in addresses.items()
        for method in ("get", "post")
    }

    assert answers == {key: 405 if key == ("pair", "get") else 404 for key in answers}
    assert list(cup.events.values_list("pk")) == before


def test_visitors_are_asked_to_sign_in(client):
    cup, addresses = corrected_cup()
    before = list(cup.events.values_list("pk"))

    for address in addresses.values():
        response = client.post(address, {**WORSE, "reason": "Because."})
        assert response.url.startswith(reverse("account_login"))

    assert list(cup.events.values_list("pk")) == before


# --- rounds, lobbies, ladders and divisions -------------------------------------


def test_the_next_round_is_asked_for_and_watched(as_organizer, drain_queue):
    cup = cup_of(SWISS)
    client = as_organizer(cup)
    assert "Pair round" not in read(client, room(cup))
    better_wins(cup)
    assert "Pair round 2 of “Swiss”" in read(client, room(cup))

    page = post(client, at("pair", cup, 1))

    assert "The pairing is queued." in page
    assert "Pairing round 2 of “Swiss” …" in page
    assert 'hx-trigger="every 2s"' in page
    drain_queue()
    page = read(client, room(cup))
    assert "Enter the results of 2 matches" in page
    assert "Round 2 of “Swiss” was paired." in page


def test_a_round_that_cannot_be_paired_yet_says_why(as_organizer):
    cup = cup_of(SWISS)

    page = post(as_organizer(cup), at("pair", cup, 1))

    assert "Not every match of this round is over." in page


def test_a_pairing_that_was_refused_is_explained_and_asked_for_again(as_organizer):
    cup = cup_of(SWISS)
    better_wins(cup)
    cup.drawn_stages.update(refusal="Nobody is left to be paired.")

    page = read(as_organizer(cup), room(cup))

    assert "The round could not be paired" in page
    assert "Nobody is left to be paired." in page
    assert at("pair", cup, 1) in page


def test_lobbies_wait_for_their_results(as_organizer):
    cup = cup_of(LOBBY, entrants=6)

    page = read(as_organizer(cup), room(cup))

    assert "Enter the results of 2 matches" in page
    assert "P1, P2, P3 and 3 more" in page


def test_an_open_ladder_is_closed_after_asking(as_organizer):
    cup = cup_of(LADDER)
    client = as_organizer(cup)
    match = challenge(cup, "P2", "P1")
    assert "1 challenge is still to be played first." in read(client, at("close", cup, 1))
    assert "A challenge is still to be played." in post(client, at("close", cup, 1))
    win(match)
    assert "“Ladder” is open" in read(client, room(cup))

    page = post(client, at("close", cup, 1))

    assert "The ladder is closed." in page
    assert "Complete the tournament" in page
    assert (
        "No ladder is being played here."
        in client.get(at("close", cup, 1), follow=True).content.decode()
    )


def test_each_division_is_drawn_and_goes_on_by_itself(as_organizer, drain_queue):
    first = {**LEAGUE, "name": "Groups", "draws": False}
    gold = {**SWISS, "name": "Gold", "rounds": 2, "entry": [{"stage": 1, "first": 1, "last": 2}]}
    silver = {**LADDER, "name": "Silver", "entry": [{"stage": 1, "first": 3, "last": 4}]}
    cup = entered_cup(4, stages=[first, gold, silver])
    draw_next(cup)
    better_wins(cup)
    draw_next(cup)
    client = as_organizer(cup)

    page = read(client, room(cup))
    assert "Draw “Silver”" in page

    draw_next(cup)
    page = read(client, room(cup))
    assert "Enter the result of 1 match" in page
    assert "Also possible now" in page
    assert at("close", cup, 3) in page


# --- leaving --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_by", "status"), [("withdrawal", "withdrawn"), ("disqualification", "disqualified")]
)
def test_the_organizer_takes_an_entrant_out(as_organizer, left_by, status):
    cup = cup_of(KNOCKOUT)
    registration = entrant_of(cup, "P1").registration
    client = as_organizer(cup)
    address = at("take_out", cup, registration.reference)
    assert address in read(client, at("registration", cup, registration.reference))
    page = read(client, address)
    assert "Take P1 out of the tournament?" in page
    assert "1 open match is given to the opponent" in page
    assert "This field is required." in post(client, address, {"left_by": left_by, "reason": ""})

    page = post(client, address, {"left_by": left_by, "reason": "Two accounts."})

    registration.refresh_from_db()
    assert "P1 is out. Its open matches went to the opponents." in page
    assert registration.status == status
    assert address not in read(client, at("registration", cup, registration.reference))


def test_a_player_leaves_from_the_page_of_its_registration(client):
    cup = cup_of(KNOCKOUT)
    registration = entrant_of(cup, "P1").registration
    client.force_login(registration.user)
    address = at("drop_out", cup, registration.reference)
    assert address in read(client, registration.get_absolute_url())
    assert f"Take P1 out of {cup.title}?" in read(client, address)

    page = post(client, address, {"reason": "My train leaves."})

    assert "You have left the tournament." in page
    assert address not in page
    assert facts(cup, "W1-1") == [("completed", "walkover", "P4")]


def test_before_the_draw_there_is_nothing_to_leave(client):
    cup = entered_cup(2)
    registration = cup.registrations.first()
    client.force_login(registration.user)

    assert "Leave the tournament" not in read(client, registration.get_absolute_url())
    assert client.get(at("drop_out", cup, registration.reference)).status_code == 404


# --- correcting -----------------------------------------------------------------


def test_a_result_is_corrected_after_its_consequences_were_seen(as_organizer):
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    match = match_of(cup, "W1-1")
    client = as_organizer(cup)
    address = at("correct", cup, match.pk)
    assert address in read(client, match.get_absolute_url())
    form = read(client, address)
    assert 'name="game_1_1" value="2"' in form
    assert 'name="game_1_2" value="1"' in form

    page = post(client, address, WORSE)

    assert "What would change" in page
    assert "P1 2–1 P4" in page
    assert "P1 0–3 P4" in page
    assert "P4 – P2, to be played" in page
    assert facts(cup, "W1-1") == [("completed", "played", "P1")]
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    refused = post(client, address, {**WORSE, "seen": seen, "reason": ""})
    assert "This field is required." in refused

    page = post(client, address, {**WORSE, "seen": seen, "reason": "Read wrongly."})

    assert "The result is corrected." in page
    assert "Corrected results" in page
    assert "Read wrongly." in page
    assert facts(cup, "W1-1", "F") == [("completed", "played", "P4"), ("ready", "", None)]
    address = at("undo", cup, Correction.objects.get().pk)
    assert address in page
    assert "Take the correction back?" in read(client, address)

    page = post(client, address)

    assert "The correction is taken back." in page
    assert address not in page
    assert facts(cup, "W1-1", "F") == [
        ("completed", "played", "P1"),
        ("completed", "played", "P1"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"outcome": "absent_1"}, ("completed", "forfeit", "P4")),
        ({"outcome": "absent_both"}, ("completed", "double_forfeit", None)),
        ({"outcome": "out_1"}, ("completed", "disqualification", "P4")),
        ({"again": "1"}, ("ready", "", None)),
    ],
)
def test_a_match_can_also_end_otherwise_or_be_played_again(as_organizer, data, expected):
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))
    client = as_organizer(cup)
    address = at("correct", cup, match.pk)
    # What stands is filled in, and is sent along.
    data = {"game_1_1": 2, "game_1_2": 1, **data}

    seen = post(client, address, data).partition('name="seen" value="')[2].partition('"')[0]
    post(client, address, {**data, "seen": seen, "reason": "Ruled so."})

    assert facts(cup, "W1-1") == [expected]


def test_a_lobby_is_corrected_too(as_organizer):
    cup = cup_of(LOBBY, entrants=2)
    match = finish(match_of(cup, "G1-1-1"), "P1", "P2")
    client = as_organizer(cup)
    address = at("correct", cup, match.pk)
    assert 'name="place_1" value="1"' in read(client, address)
    data = {"place_1": 2, "kills_1": 0, "place_2": 1, "kills_2": 5}

    page = post(client, address, data)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    post(client, address, {**data, "seen": seen, "reason": "Read wrongly."})

    assert "1. P1 (1 kill), 2. P2 (0 kills)" in page
    assert "1. P2 (5 kills), 2. P1 (0 kills)" in page
    assert facts(cup, "G1-1-1") == [("completed", "played", "P2")]


def test_a_correction_that_changes_nothing_says_so(as_organizer):
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))

    page = post(
        as_organizer(cup),
        at("correct", cup, match.pk),
        {"outcome": "played", "game_1_1": 2, "game_1_2": 1},
    )

    assert "Nothing would change" in page
    assert 'name="seen"' not in page


def test_what_went_on_since_is_looked_at_again(as_organizer):
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))
    client = as_organizer(cup)
    address = at("correct", cup, match.pk)
    seen = post(client, address, WORSE).partition('name="seen" value="')[2].partition('"')[0]
    win(match_of(cup, "W1-2"))

    page = post(client, address, {**WORSE, "seen": seen, "reason": "Read wrongly."})

    assert "The competition went on since you looked." in page
    assert seen not in page
    assert not Correction.objects.exists()


def test_a_series_that_cannot_be_is_refused_at_the_form(as_organizer):
    cup = cup_of({**KNOCKOUT, "best_of": 3})
    match = win(match_of(cup, "W1-1"))

    page = post(as_organizer(cup), at("correct", cup, match.pk), WORSE)

    assert "The match is not over: a best of 3 stands 0-1." in page


def test_what_cannot_be_corrected_says_why(as_organizer):
    cup = cup_of(KNOCKOUT)
    match = match_of(cup, "W1-1")
    client = as_organizer(cup)
    address = at("correct", cup, match.pk)

    assert (
        "This match has no result to correct." in client.get(address, follow=True).content.decode()
    )
    assert address not in read(client, match.get_absolute_url())


def test_only_the_newest_correction_that_stands_is_offered_to_be_undone(as_organizer):
    cup = cup_of(KNOCKOUT)
    by = organizer_of(cup)
    one, other = (win(match_of(cup, code)) for code in ("W1-1", "W1-2"))
    first, second = (
        correct(match=match, verdict=forfeited([1]), by=by, reason="Read wrongly.")
        for match in (one, other)
    )
    client = as_organizer(cup)

    page = read(client, room(cup))
    assert at("undo", cup, second.pk) in page
    assert at("undo", cup, first.pk) not in page
    assert "The competition went on since" in post(client, at("undo", cup, first.pk))

    post(client, at("undo", cup, second.pk))

    assert at("undo", cup, first.pk) in read(client, room(cup))


def test_the_correction_of_another_tournament_is_not_found(as_organizer):
    corrected_cup()
    mine = cup_of(KNOCKOUT)
    client = as_organizer(mine)
    foreign = Correction.objects.get()

    assert client.post(at("undo", mine, foreign.pk)).status_code == 404
    assert client.get(at("correct", mine, foreign.match_id)).status_code == 404
