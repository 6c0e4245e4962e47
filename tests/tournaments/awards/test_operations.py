from datetime import UTC, datetime

import pytest

from deltacrown.errors import Refused
from tests.factories import (
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    completed_cup,
    draw_next,
    drawn_cup,
    match_of,
    organizer_of,
    play_by_seed,
    win,
)
from tests.factories.play import KNOCKOUT
from tournaments.awards import operations
from tournaments.awards.models import Certificate, Placement
from tournaments.awards.replacing import CODE_LENGTH
from tournaments.control.operations import complete, disqualify_entrant
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.matches.operations import forfeit

pytestmark = pytest.mark.django_db

WITH_THIRD_PLACE = {**KNOCKOUT, "third_place": True}


def finished(entrants: int) -> Tournament:
    cup = drawn_cup(entrants, stages=[WITH_THIRD_PLACE])
    play_by_seed(cup)
    complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()
    return cup


def honoured(cup: Tournament) -> list[tuple[str, str]]:
    certificates = cup.certificates.select_related("entrant").order_by("entrant__seed")
    return [(certificate.entrant.name, certificate.kind) for certificate in certificates]


def test_each_entrant_gets_a_place_once():
    cup = finished(5)
    operations.place_entrants(cup)
    before = list(Placement.objects.order_by("pk").values())

    operations.place_entrants(cup)

    assert list(Placement.objects.order_by("pk").values()) == before
    assert [str(placement) for placement in cup.placements.select_related("entrant")] == [
        "1 P1",
        "2 P2",
        "3 P3",
        "4 P4",
        "5 P5",
    ]


def test_each_entrant_gets_a_certificate_of_its_place_once():
    cup = finished(5)
    operations.place_entrants(cup)
    operations.issue_certificates(cup)
    before = list(Certificate.objects.order_by("pk").values())

    operations.issue_certificates(cup)

    assert list(Certificate.objects.order_by("pk").values()) == before
    assert honoured(cup) == [
        ("P1", "champion"),
        ("P2", "runner_up"),
        ("P3", "third_place"),
        ("P4", "participant"),
        ("P5", "participant"),
    ]


def test_nobody_is_champion_of_a_final_that_nobody_played():
    cup = drawn_cup(2)
    forfeit(match=match_of(cup, "F"), absent=[1, 2], by=organizer_of(cup))
    complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()
    operations.place_entrants(cup)

    operations.issue_certificates(cup)

    assert honoured(cup) == [("P1", "participant"), ("P2", "participant")]


def test_third_places_that_are_shared_earn_no_certificate_of_third_place():
    cup = completed_cup(4)
    operations.place_entrants(cup)

    operations.issue_certificates(cup)

    assert sorted(kind for _name, kind in honoured(cup)) == [
        "champion",
        "participant",
        "participant",
        "runner_up",
    ]


def test_a_certificate_says_what_it_is_for():
    cup = completed_cup(2)
    cup.completed_at = datetime(2022, 12, 18, 12, tzinfo=UTC)
    operations.place_entrants(cup)
    operations.issue_certificates(cup)

    champion = cup.certificates.get(kind=Certificate.Kind.CHAMPION)

    assert len(champion.code) == CODE_LENGTH
    assert champion.facts == {
        "kind": "champion",
        "heading": "Certificate of victory",
        "statement": "for winning the tournament among 2 entrants",
        "recipient": "P1",
        "tournament": cup.title,
        "game": cup.game.name,
        "organizer": cup.organizer.name,
        "date_text": "18 December 2022",
        "placement_text": "Place 1",
        "members": [],
        "code": champion.code,
        "language": "en",
    }


def test_the_certificate_of_a_team_names_its_players():
    cup = TournamentFactory(participation=Participation.TEAM)
    teams = [TeamFactory(size=3), TeamFactory(size=2)]
    for number, team in enumerate(teams, start=1):
        RegistrationFactory(tournament=cup, team=team, number=number)
    draw_next(cup)
    win(match_of(cup, "F"), 1)
    complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()
    operations.place_entrants(cup)

    operations.issue_certificates(cup)

    facts = {each.facts["recipient"]: each.facts["members"] for each in cup.certificates.all()}
    assert facts == {
        team.name: [user.username for user in team.members.order_by("pk")] for team in teams
    }


def issued() -> Certificate:
    cup = completed_cup(2)
    operations.place_entrants(cup)
    operations.issue_certificates(cup)
    return cup.certificates.first()


def test_a_revoked_certificate_keeps_its_first_reason():
    certificate = issued()
    official = organizer_of(certificate.tournament)
    operations.revoke(certificate, by=official, reason=" A second account. ")
    certificate.refresh_from_db()
    first = certificate.revoked_at

    operations.revoke(certificate, by=official, reason="Something else.")

    certificate.refresh_from_db()
    assert (certificate.revoked_at, certificate.revoke_reason) == (first, "A second account.")
    assert Event.objects.filter(kind="certificate.revoked").count() == 1


def test_revoking_is_for_the_organizer_and_needs_a_reason():
    certificate = issued()

    with pytest.raises(Refused) as stranger:
        operations.revoke(certificate, by=UserFactory(), reason="Envy.")
    with pytest.raises(Refused) as silent:
        operations.revoke(certificate, by=organizer_of(certificate.tournament), reason="  ")

    certificate.refresh_from_db()
    assert (stranger.value.code, silent.value.code) == ("not_organizer", "reason_missing")
    assert certificate.revoked_at is None


@pytest.mark.parametrize("entrants", [2, 8])
def test_certificates_need_seven_queries(django_assert_num_queries, entrants):
    cup = Tournament.objects.select_related("game", "organizer", "page__locale").get(
        pk=completed_cup(entrants).pk
    )
    operations.place_entrants(cup)

    with django_assert_num_queries(7):
        operations.issue_certificates(cup)

    assert cup.certificates.count() == entrants


def test_who_was_disqualified_gets_no_certificate():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])
    for code in ("W1-1", "W1-2", "T"):
        win(match_of(cup, code))
    finalist = match_of(cup, "F").sides.get(slot=2).entrant
    disqualify_entrant(finalist, by=organizer_of(cup), reason="Cheated")
    complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()

    operations.place_entrants(cup)
    operations.issue_certificates(cup)

    assert cup.placements.get(entrant=finalist).first == 2
    assert not cup.certificates.filter(entrant=finalist).exists()
    assert cup.certificates.count() == 3
