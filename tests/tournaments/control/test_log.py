import pytest

from tests.factories import (
    ProofFactory,
    completed_cup,
    drawn_cup,
    entered_cup,
    match_of,
    organizer_of,
    win,
)
from tournaments.awards.operations import issue_certificates, place_entrants, revoke
from tournaments.brackets.operations import request_draw
from tournaments.control.correcting import correct
from tournaments.control.log import LINES, newest_lines
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.matches.operations import forfeit
from tournaments.registration.operations import reject, set_seed

pytestmark = pytest.mark.django_db


def log(cup: Tournament) -> list[str]:
    return [line.text for line in newest_lines(cup)]


def test_what_happened_is_told_newest_first():
    cup = entered_cup(3)
    first, second, _third = cup.registrations.order_by("number")
    official = organizer_of(cup)
    set_seed(second, 1, by=official)
    set_seed(second, None, by=official)
    reject(first, by=official, reason="A second account.")
    request_draw(tournament=cup, by=official)

    lines = newest_lines(cup)

    assert [(line.text, line.actor, line.reason) for line in lines] == [
        ("The draw of “Playoffs” was asked for.", official, ""),
        ("The registration of P1 was rejected.", official, "A second account."),
        ("The seed of P2 was set by hand: –.", official, ""),
        ("The seed of P2 was set by hand: 1.", official, ""),
    ]


def test_results_are_told_with_their_score_or_their_reason():
    cup = drawn_cup(4)
    win(match_of(cup, "W1-1"), 2)
    forfeit(match=match_of(cup, "W1-2"), absent=[1, 2], by=organizer_of(cup))

    assert log(cup) == [
        "P2 – P3: Double forfeit.",
        "P1 – P4: 1–2.",
        "“Playoffs” was drawn.",
        "The tournament began.",
        "The draw of “Playoffs” was asked for.",
    ]


def test_payments_and_certificates_name_whose_they_are():
    proof = ProofFactory()
    happened("proof.submitted", proof)
    happened("payment.refund_due", proof.payment)
    cup = completed_cup(2)
    place_entrants(cup)
    issue_certificates(cup)
    revoke(cup.certificates.get(kind="champion"), by=organizer_of(cup), reason="A bot.")
    name = proof.payment.registration.name

    assert log(proof.tournament) == [
        f"The payment of {name} is owed back.",
        f"{name} sent a payment proof.",
    ]
    assert log(cup)[:2] == ["The certificate of P1 was revoked.", "The tournament was completed."]


def test_what_is_not_for_people_is_left_out():
    cup = entered_cup(2)
    happened("something.technical", cup)

    assert log(cup) == []


def test_the_log_is_short():
    cup = entered_cup(1)
    for _time in range(LINES + 5):
        happened("tournament.settings_applied", cup)

    assert log(cup) == ["The settings of the page were put in force."] * LINES


@pytest.mark.parametrize("matches", [1, 3])
def test_the_log_of_matches_needs_six_queries(django_assert_num_queries, matches):
    cup = drawn_cup(8)
    for place in range(1, matches + 1):
        win(match_of(cup, f"W1-{place}"))

    with django_assert_num_queries(6):  # events, tournament, stage, matches, sides, entrants
        assert len(log(cup)) == matches + 3


def test_a_match_without_its_sides_is_named_by_its_place():
    cup = drawn_cup(4)
    for place in (1, 2):
        win(match_of(cup, f"W1-{place}"))
    win(match_of(cup, "F"))

    correct(match=match_of(cup, "W1-1"), verdict=None, by=organizer_of(cup), reason="A mistake.")

    assert "Final: 2–1." in log(cup)
