"""A completed tournament is opened again, put right, and completed anew."""

import pytest
from django_q.models import OrmQ

from deltacrown.errors import Refused
from tests.factories import UserFactory, completed_cup, drawn_cup, match_of, organizer_of, win
from tests.factories.play import KNOCKOUT
from tests.racing import race
from tournaments.awards.operations import revoke
from tournaments.awards.queries import certificate_with, replaced_with
from tournaments.control.correcting import correct, preview_correction
from tournaments.control.models import Conclusion
from tournaments.control.operations import complete, conclude
from tournaments.control.reopening import awarded_in, reopen_tournament
from tournaments.control.resuming import resume
from tournaments.core.models import Event, Tournament
from tournaments.core.operations import archive
from tournaments.matches.operations import forfeited

pytestmark = pytest.mark.django_db


def concluded(entrants: int = 4, **settings) -> Tournament:
    cup = completed_cup(entrants, **settings)
    for _step in range(3):
        conclude(cup)
    return cup


def reopened(cup: Tournament) -> Tournament:
    reopen_tournament(cup, by=organizer_of(cup), reason="The final was entered wrongly.")
    cup.refresh_from_db()
    return cup


def completed_anew(cup: Tournament) -> None:
    complete(cup, by=organizer_of(cup))
    for _step in range(3):
        conclude(cup)


def turn(cup: Tournament, code: str = "F") -> None:
    match = match_of(cup, code)
    loser = match.sides.get(is_winner=True).slot
    correct(match=match, verdict=forfeited([loser]), by=organizer_of(cup), reason="Swapped.")


def places(cup: Tournament) -> dict[str, str]:
    return {each.entrant.name: each.label for each in cup.placements.select_related("entrant")}


def codes(cup: Tournament) -> dict[str, tuple[str, str]]:
    """The certificate in force of each entrant."""
    own = cup.certificates.filter(revoked_at=None).select_related("entrant")
    return {each.entrant.name: (each.kind, each.code) for each in own}


def test_what_was_awarded_stands_until_the_new_completion():
    cup = concluded()
    before = places(cup), codes(cup)

    reopened(cup)

    assert (cup.status, cup.completed_at) == ("live", None)
    assert (places(cup), codes(cup)) == before
    assert not Conclusion.objects.filter(tournament=cup).exists()
    event = Event.objects.get(kind="tournament.reopened")
    assert (event.actor, event.reason) == (organizer_of(cup), "The final was entered wrongly.")


def test_nothing_changed_keeps_every_code():
    cup = concluded()
    before = places(cup), codes(cup)

    completed_anew(reopened(cup))

    assert (places(cup), codes(cup)) == before
    assert cup.certificates.count() == 4


def test_places_and_certificates_follow_the_corrected_results():
    cup = concluded()
    before = codes(cup)
    assert places(cup) == {"P1": "1", "P2": "2", "P3": "3-4", "P4": "3-4"}

    turn(reopened(cup))
    completed_anew(cup)

    now = codes(cup)
    assert places(cup) == {"P1": "2", "P2": "1", "P3": "3-4", "P4": "3-4"}
    assert {name: kind for name, (kind, _code) in now.items()} == {
        **{"P1": "runner_up", "P2": "champion"},
        **{"P3": "participant", "P4": "participant"},
    }
    assert (now["P3"], now["P4"]) == (before["P3"], before["P4"])
    old = certificate_with(before["P1"][1])
    assert (old.was_replaced, old.revoke_reason) == (
        True,
        "The results of the tournament were corrected.",
    )


def test_a_place_that_returns_gets_a_new_code_and_the_old_ones_are_known_as_replaced():
    cup = concluded()
    first = codes(cup)["P1"][1]
    for _time in range(2):
        turn(reopened(cup))
        completed_anew(cup)

    kind, code = codes(cup)["P1"]
    assert kind == "champion"
    assert code != first
    assert certificate_with(first) is None
    found = replaced_with(first)
    assert (found.certificate.code, found.facts["placement_text"]) == (code, "Place 1")
    assert replaced_with(code) is None


def test_another_place_with_the_same_certificate_is_issued_anew():
    cup = concluded(8, stages=[{**KNOCKOUT, "third_place": False}])
    before = codes(cup)
    assert (places(cup)["P3"], places(cup)["P6"]) == ("3-4", "5-8")
    turn(reopened(cup), "W1-4")
    for code in ("W2-2", "F"):
        match = match_of(cup, code)
        slot = next(side.slot for side in match.sides.all() if side.entrant.name in ("P2", "P1"))
        win(match, slot)
    completed_anew(cup)

    assert (places(cup)["P3"], places(cup)["P6"]) == ("5-8", "3-4")
    for name in ("P3", "P6"):
        assert codes(cup)[name][0] == "participant"
        assert codes(cup)[name][1] != before[name][1]
        assert replaced_with(before[name][1]).facts["recipient"] == name
    assert cup.certificates.count() == 8


def test_a_certificate_that_an_official_revoked_is_not_issued_anew():
    cup = concluded()
    bad = cup.certificates.get(kind="runner_up")
    revoke(bad, by=organizer_of(cup), reason="A bot.")
    turn(reopened(cup))
    completed_anew(cup)

    assert "P2" not in codes(cup)
    bad.refresh_from_db()
    assert bad.revoke_reason == "A bot."


def test_the_page_of_an_old_code_says_that_it_was_replaced(client):
    cup = concluded()
    first = codes(cup)["P1"][1]
    for _time in range(2):
        turn(reopened(cup))
        completed_anew(cup)

    page = client.get(f"/certificates/{first}/")
    assert page.status_code == 200
    assert "This certificate was replaced" in page.content.decode()
    assert codes(cup)["P1"][1] not in page.content.decode()
    assert client.get(f"/certificates/{first}/download/").status_code in (404, 410)


def test_a_correction_previews_prizes_and_certificates():
    prizes = [
        {"first": 1, "last": 1, "amount": "500", "currency": "BDT", "extra": ""},
        {"first": 2, "last": 4, "amount": "", "currency": "BDT", "extra": "A shirt"},
    ]
    cup = reopened(concluded(prizes=prizes))
    match = match_of(cup, "F")

    found = preview_correction(match=match, verdict=forfeited([1]), by=organizer_of(cup))

    told = [each.sentence for each in found.changes if each.kind in {"prize", "certificate"}]
    assert told == [
        "Prize of place 1 (500 BDT): P1 → P2",
        "Prize of place 2–4 (A shirt): P2, P3, P4 → P1, P3, P4",
        "P1: Champion, place 1 → Runner-up, place 2",
        "P2: Runner-up, place 2 → Champion, place 1",
    ]


def test_those_concerned_are_told_once_more_only(drain_queue):
    cup = completed_cup(4)
    drain_queue()
    turn(reopened(cup))
    complete(cup, by=organizer_of(cup))
    drain_queue()

    inbox = [
        sorted(
            notice.recipient.roster_entries.get().registration.name
            for notice in event.notices.filter(channel="inbox")
        )
        for event in Event.objects.filter(
            kind__in=["tournament.reopened", "tournament.concluded"]
        ).order_by("pk")
    ]
    assert inbox == [["P1", "P2", "P3", "P4"], ["P1", "P2", "P3", "P4"], ["P1", "P2"]]


def test_reopening_again_does_nothing_more():
    cup = reopened(concluded())
    events = Event.objects.count()

    reopened(cup)

    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("prepare", "who", "reason", "code"),
    [
        (lambda cup: None, lambda cup: UserFactory(), "Why not.", "not_organizer"),
        (lambda cup: None, organizer_of, " ", "reason_missing"),
        (lambda cup: archived(cup), organizer_of, "Too late.", "not_completed"),
    ],
)
def test_reopening_is_refused(prepare, who, reason, code):
    cup = concluded(2)
    prepare(cup)
    before = list(Tournament.objects.values())

    with pytest.raises(Refused) as refusal:
        reopen_tournament(cup, by=who(cup), reason=reason)

    assert refusal.value.code == code
    assert list(Tournament.objects.values()) == before


def archived(cup: Tournament) -> None:
    Tournament.objects.filter(pk=cup.pk).update(completed_at="2020-01-01T00:00:00Z")
    archive(cup, by=organizer_of(cup))


def test_a_tournament_that_is_live_is_not_reopened():
    cup = drawn_cup(2)
    with pytest.raises(Refused) as refusal:
        reopen_tournament(cup, by=organizer_of(cup), reason="Why not.")
    assert refusal.value.code == "not_completed"


def test_work_of_the_first_completion_that_comes_late_does_nothing():
    cup = completed_cup(2)
    conclude(cup)
    reopened(cup)
    before = cup.certificates.count(), Event.objects.count()

    conclude(cup)
    OrmQ.objects.all().delete()
    resume()

    assert (cup.certificates.count(), Event.objects.count()) == before
    assert "conclude" not in str([row.func for row in OrmQ.objects.all()])


def test_the_list_of_what_was_awarded():
    cup = concluded()
    awarded = awarded_in(cup)
    assert [each.entrant.name for each in awarded.placements] == ["P1", "P2", "P3", "P4"]
    assert (awarded.certificates, awarded.people) == (4, 4)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officials_reopen_once():
    cup = concluded(2)
    by = organizer_of(cup)

    def reopen() -> None:
        reopen_tournament(cup, by=by, reason="The final was wrong.")

    assert race(1, reopen, reopen) == [["done", "done"]]
    assert Event.objects.filter(kind="tournament.reopened").count() == 1
