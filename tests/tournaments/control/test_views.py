from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    OrganizerFactory,
    PaidRegistrationFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    completed_cup,
    drawn_cup,
    entered_cup,
    match_of,
    organizer_of,
    play_all,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.entering import ties
from tournaments.brackets.operations import draw, request_draw
from tournaments.control.operations import conclude
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

LEVEL = [{**LEAGUE, "groups": 1, "advance": 2}, KNOCKOUT]


def address(name: str, cup: Tournament) -> str:
    extra = {"lots": [1]}.get(name, [])
    if name == "revoke":
        extra = [cup.certificates.first().code]
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def visit(client, cup: Tournament, name: str = "room") -> str:
    response = client.get(address(name, cup))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def as_organizer(client):
    """Sign in the organizer of the tournament, and return the client."""

    def sign_in(cup: Tournament):
        client.force_login(organizer_of(cup))
        return client

    return sign_in


# --- nobody else; test_access.py has the table of all addresses --------------------------

READ = {"room", "next_step", "complete", "cancel", "lots", "seeds"}
WRITE = {"draw", "complete", "cancel", "archive", "lots", "seeds", "take_seeds"}
ADDRESSES = [("get", name) for name in sorted(READ)] + [("post", name) for name in sorted(WRITE)]


def cup_with_certificates() -> Tournament:
    cup = completed_cup(2)
    for _step in range(3):
        conclude(cup)
    return cup


def player_of(cup: Tournament):
    return cup.registrations.first().user


def another_organizer(cup: Tournament):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


@pytest.mark.parametrize("who", [lambda cup: UserFactory(), player_of, another_organizer])
@pytest.mark.parametrize(("method", "name"), ADDRESSES)
def test_others_find_no_control_room(client, method, name, who):
    cup = cup_with_certificates()
    client.force_login(who(cup))
    before = list(cup.events.values_list("pk"))

    response = getattr(client, method)(address(name, cup), {"reason": "Because.", "seed": 1})

    assert response.status_code == 404
    assert list(cup.events.values_list("pk")) == before


@pytest.mark.parametrize(("method", "name"), ADDRESSES)
def test_visitors_are_asked_to_sign_in(client, method, name):
    cup = cup_with_certificates()
    before = list(cup.events.values_list("pk"))

    response = getattr(client, method)(address(name, cup), {"reason": "Because.", "seed": 1})

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert list(cup.events.values_list("pk")) == before


@pytest.mark.parametrize("name", sorted(WRITE - READ))
def test_a_link_changes_nothing(as_organizer, name):
    cup = drawn_cup(2)

    assert as_organizer(cup).get(address(name, cup)).status_code == 405


def test_the_lots_of_a_stage_that_is_not_there_are_not_found(as_organizer):
    cup = drawn_cup(2)

    missing = reverse("control:lots", args=[cup.slug, 9])

    assert as_organizer(cup).get(missing).status_code == 404


# --- the next step ------------------------------------------------------------


def test_a_draft_is_to_be_published(as_organizer):
    cup = TournamentFactory(status="draft")

    assert "Publish the page" in visit(as_organizer(cup), cup)


def test_a_draw_that_cannot_be_made_says_why(as_organizer):
    cup = entered_cup(1)

    page = visit(as_organizer(cup), cup)

    assert "Draw “Playoffs”" in page
    assert "The draw needs at least 2 entrants; there are 1." in page
    assert "Make the draw" not in page


def test_the_draw_is_asked_for_and_watched(as_organizer, drain_queue):
    cup = entered_cup(2)
    client = as_organizer(cup)
    assert "Make the draw" in visit(client, cup)

    page = client.post(address("draw", cup), follow=True).content.decode()

    assert "The draw is queued." in page
    assert "Drawing “Playoffs”" in page
    assert 'hx-trigger="every 2s"' in page
    drain_queue()
    assert "Enter the result of 1 match" in visit(client, cup)


def test_whoever_would_lose_the_place_is_counted(as_organizer):
    cup = entered_cup(2, capacity=4)
    PaidRegistrationFactory(tournament=cup, number=3)

    assert "1 registration is not confirmed and loses its place." in visit(as_organizer(cup), cup)


def test_a_refused_draw_is_explained(as_organizer):
    cup = entered_cup(2)
    stage = request_draw(tournament=cup, by=organizer_of(cup))
    cup.registrations.first().move_to(Registration.Status.WITHDRAWN)
    draw(stage)

    page = visit(as_organizer(cup), cup)

    assert "The last draw could not be made" in page
    assert "The draw needs at least 2 entrants; there are 1." in page


def ask_again(client, cup: Tournament):
    return client.get(address("next_step", cup), headers={"HX-Request": "true"})


def test_the_part_asks_again_until_the_draw_is_made(as_organizer, drain_queue):
    cup = entered_cup(2)
    client = as_organizer(cup)
    client.post(address("draw", cup))

    waiting = ask_again(client, cup)
    drain_queue()
    made = ask_again(client, cup)

    assert "Drawing “Playoffs”" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    assert "HX-Refresh" not in waiting.headers
    assert made.headers["HX-Refresh"] == "true"


def test_without_a_script_the_part_leads_to_the_whole_page(as_organizer):
    cup = entered_cup(2)

    response = as_organizer(cup).get(address("next_step", cup))

    assert (response.status_code, response.url) == (302, address("room", cup))


def test_results_are_entered_from_here(as_organizer):
    cup = drawn_cup(4)

    page = visit(as_organizer(cup), cup)

    assert "Enter the results of 2 matches" in page
    assert "0 of 3 matches are over" in page
    for code in ("W1-1", "W1-2"):
        assert match_of(cup, code).get_absolute_url() in page
    assert match_of(cup, "F").get_absolute_url() not in page


def test_ties_are_decided_from_here(as_organizer):
    cup = drawn_cup(2, stages=LEVEL)
    client = as_organizer(cup)
    stage = cup.drawn_stages.get()
    match = stage.matches.get()
    client.post(
        reverse("matches:enter_result", args=[match.pk]),
        {"outcome": "played", "game_1_1": 1, "game_1_2": 1},
    )
    [[one, other]] = ties(stage)
    assert "Decide who stands above whom" in visit(client, cup)
    assert "2 that are level" in visit(client, cup, "lots")

    refused = client.post(
        address("lots", cup), {f"entrant_{one.pk}": 1, f"entrant_{other.pk}": 1}
    ).content.decode()
    assert "Give each place once." in refused
    assert ties(stage)

    client.post(address("lots", cup), {f"entrant_{one.pk}": 2, f"entrant_{other.pk}": 1})

    assert ties(stage) == []
    assert "nothing to decide" in visit(client, cup, "lots")
    assert "Draw “Playoffs”" in visit(client, cup)


def test_completing_asks_first_and_then_shows_how_far_it_is(as_organizer):
    cup = drawn_cup(2)
    play_all(cup)
    client = as_organizer(cup)
    assert "Complete the tournament" in visit(client, cup)
    assert f"Complete {cup.title}?" in visit(client, cup, "complete")

    page = client.post(address("complete", cup), follow=True).content.decode()

    assert "The tournament is completed. Certificates and notices follow." in page
    assert "Making certificates and notices" in page
    conclude(cup)
    assert (
        "The places are fixed; the certificates follow." in ask_again(client, cup).content.decode()
    )
    conclude(cup)
    conclude(cup)
    assert ask_again(client, cup).headers["HX-Refresh"] == "true"
    assert "The tournament is over" in visit(client, cup)


def test_completing_too_early_says_why(as_organizer):
    cup = drawn_cup(2)
    client = as_organizer(cup)

    for method in (client.get, client.post):
        page = method(address("complete", cup), follow=True).content.decode()
        assert "Not every match of “Playoffs” is over." in page

    cup.refresh_from_db()
    assert cup.status == Tournament.Status.LIVE


def test_a_tournament_is_archived_a_day_after_its_end(as_organizer):
    cup = cup_with_certificates()
    client = as_organizer(cup)
    assert "It can be archived from" in visit(client, cup)
    page = client.post(address("archive", cup), follow=True).content.decode()
    assert "A completed tournament can be archived after 24 hours." in page

    Tournament.objects.update(completed_at=timezone.now() - timedelta(hours=25))
    page = client.post(address("archive", cup), follow=True).content.decode()

    assert "The tournament is archived." in page
    assert "Nothing is left to do" in page


# --- cancelling ---------------------------------------------------------------


def test_cancelling_tells_what_follows_and_needs_a_reason(as_organizer):
    cup = entered_cup(2, capacity=4, entry_fee=500)
    PaidRegistrationFactory(
        tournament=cup, number=3, status="confirmed", payment__status="verified"
    )
    PaidRegistrationFactory(
        tournament=cup, number=4, status="awaiting_verification", payment__status="submitted"
    )
    client = as_organizer(cup)

    page = visit(client, cup, "cancel")
    assert "4 registrations end." in page
    assert "1 verified payment is owed back." in page
    assert "1 payment proof still waits for a verifier" in page

    assert (
        "This field is required."
        in client.post(address("cancel", cup), {"reason": ""}).content.decode()
    )
    cup.refresh_from_db()
    assert cup.status == Tournament.Status.PUBLISHED

    page = client.post(
        address("cancel", cup), {"reason": "The venue is flooded."}, follow=True
    ).content.decode()
    assert "The tournament is cancelled." in page
    assert "The venue is flooded." in page
    cup.refresh_from_db()
    assert cup.status == Tournament.Status.CANCELLED


def test_what_is_over_cannot_be_cancelled(as_organizer):
    cup = completed_cup(2)

    page = as_organizer(cup).get(address("cancel", cup), follow=True).content.decode()

    assert "Only a published or live tournament can be cancelled." in page


# --- registrations ------------------------------------------------------------


def test_what_waits_among_the_registrations_is_named(as_organizer):
    cup = entered_cup(1, capacity=4)
    RegistrationFactory(tournament=cup, number=2, status="needs_review")
    RegistrationFactory(tournament=cup, number=3, status="waitlisted")

    page = visit(as_organizer(cup), cup)

    assert "1 registration waits for your review." in page
    assert "1 is on the waitlist." in page
    assert reverse("control:registrations", args=[cup.slug]) in page
    assert reverse("control:check_ins", args=[cup.slug]) not in page


def test_nobody_registered_yet(as_organizer):
    cup = TournamentFactory()

    assert "Nobody has registered yet." in visit(as_organizer(cup), cup)


def test_the_way_to_the_editor_and_to_the_page(as_organizer):
    cup = entered_cup(2)

    page = visit(as_organizer(cup), cup)

    assert reverse("wagtailadmin_pages:edit", args=[cup.page_id]) in page
    assert f'href="{cup.get_absolute_url()}"' in page


def test_a_page_that_is_not_published_is_pointed_out(as_organizer):
    cup = drawn_cup(2)
    client = as_organizer(cup)
    cup.page.specific.unpublish()
    Tournament.objects.filter(pk=cup.pk).update(status="live")

    assert "nobody sees the tournament" in visit(client, cup)


# --- queries ------------------------------------------------------------------


@pytest.mark.parametrize("entrants", [4, 12])
def test_a_room_with_registrations_needs_the_same_queries(
    as_organizer, django_assert_num_queries, entrants
):
    cup = entered_cup(entrants, entry_fee=500)
    client = as_organizer(cup)
    visit(client, cup)

    with django_assert_num_queries(20):
        visit(client, cup)


@pytest.mark.parametrize("entrants", [4, 12])
def test_a_room_with_matches_needs_the_same_queries(
    as_organizer, django_assert_num_queries, entrants
):
    cup = drawn_cup(entrants, stages=[{**LEAGUE, "groups": entrants // 4, "advance": 2}, KNOCKOUT])
    client = as_organizer(cup)
    visit(client, cup)

    with django_assert_num_queries(33):
        visit(client, cup)
