import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.reports import disputed, opened_dispute, report
from tests.factories.staff import moderator_of, staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.dispute_screen import DisputeSection, dispute_section
from tournaments.matches.models import Dispute
from tournaments.matches.queries import visible_matches

pytestmark = pytest.mark.django_db

RULING = {"outcome": "played", "game_1_1": 3, "game_1_2": 0, "winner": "1", "text": "Seen it."}
ACTIONS = ["take_dispute", "escalate_dispute", "rule", "dismiss_dispute", "cancel_dispute"]


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def address(match: Match, name: str = "dispute") -> str:
    return reverse(f"matches:{name}", args=[match.pk])


def section(match: Match, user) -> DisputeSection | None:
    match = visible_matches().get(pk=match.pk)
    return dispute_section(match, by=user, official=official_of(user, match.tournament))


def facts(match: Match) -> tuple[str, str]:
    return Match.objects.get(pk=match.pk).status, Dispute.objects.get(match=match).status


def test_a_player_opens_a_dispute(client, match):
    client.force_login(player_of(match, 2))
    assert client.get(address(match, "open_dispute")).status_code == 200

    words = {"reason": "cheating", "text": "<b>Look</b> at minute 3."}
    response = client.post(address(match, "open_dispute"), words, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(address(match), 302)]
    assert "&lt;b&gt;Look&lt;/b&gt; at minute 3." in page
    assert "Cheating" in page
    assert "Take the dispute back" in page
    assert 'id="ruling"' not in page


def test_a_dispute_without_words_is_refused_at_its_field(client, match):
    client.force_login(player_of(match))

    response = client.post(address(match, "open_dispute"), {"reason": "cheating", "text": " "})

    assert list(response.context["form"].errors) == ["text"]
    assert not Dispute.objects.exists()


def test_an_official_takes_a_dispute_and_rules(client, match):
    disputed(match)
    client.force_login(staff_of(match.tournament, StaffRole.REFEREE))

    client.post(address(match, "take_dispute"))
    assert facts(match) == ("disputed", "under_review")
    response = client.post(address(match, "rule"), RULING, follow=True)

    page = response.content.decode()
    assert "The ruling stands" in page
    assert "Seen it." in page
    assert facts(match) == ("completed", "resolved")


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"winner": "2"}, "winner", "The scores say otherwise."),
        ({"winner": ""}, "winner", "Say who won."),
        ({"winner": "0"}, "winner", "Select a valid choice."),
        ({"text": " "}, "text", "This field is required."),
        ({"game_1_2": 3}, "__all__", "level"),
    ],
)
def test_a_ruling_names_the_winner_that_its_scores_give(client, match, change, field, message):
    disputed(match)
    client.force_login(organizer_of(match.tournament))

    response = client.post(address(match, "rule"), RULING | change)

    assert message in str(response.context["page"].ruling.errors[field])
    assert facts(match) == ("disputed", "open")


@pytest.mark.parametrize(
    ("outcome", "decided_by", "winner"),
    [
        ("absent_1", "forfeit", 2),
        ("absent_both", "double_forfeit", None),
        ("out_2", "disqualification", 1),
    ],
)
def test_a_ruling_without_scores(client, match, outcome, decided_by, winner):
    disputed(match)
    client.force_login(organizer_of(match.tournament))

    client.post(address(match, "rule"), {"outcome": outcome, "text": "So it is."})

    match.refresh_from_db()
    won = match.sides.filter(is_winner=True).values_list("slot", flat=True).first()
    assert (match.status, match.decided_by, won) == ("completed", decided_by, winner)


def test_who_is_late_with_a_ruling_reads_why(client, match):
    dispute = disputed(match)
    operations.dismiss(dispute, text="No.", by=organizer_of(match.tournament))
    client.force_login(staff_of(match.tournament, StaffRole.REFEREE))

    page = client.post(address(match, "rule"), RULING).content.decode()

    assert "This dispute is closed." in page
    assert facts(match) == ("completed", "dismissed")


def test_an_official_hands_a_dispute_on_and_another_dismisses_it(client, match):
    disputed(match)
    client.force_login(staff_of(match.tournament, StaffRole.REFEREE))
    client.post(address(match, "escalate_dispute"), {"text": ""})
    client.post(address(match, "escalate_dispute"), {"text": "Too much for me."})
    assert facts(match) == ("disputed", "escalated")
    page = client.post(address(match, "dismiss_dispute"), {"text": "No."}, follow=True)
    assert "the organizer of the tournament decides" in page.content.decode()

    client.force_login(organizer_of(match.tournament))
    assert "It is that of P1: 2–1." in client.get(address(match)).content.decode()
    client.post(address(match, "dismiss_dispute"), {"text": "The first is right."})

    assert facts(match) == ("completed", "dismissed")


def test_an_organizer_who_plays_is_told_that_another_rules(client, match):
    disputed(match)
    match.tournament.organizer.group.user_set.add(player_of(match))
    client.force_login(player_of(match))

    page = client.get(address(match)).content.decode()
    client.post(address(match, "rule"), RULING)

    assert "You play in this match, so another official must rule on it." in page
    assert 'id="ruling"' not in page
    assert facts(match) == ("disputed", "open")


def test_a_player_gives_in_or_takes_a_dispute_back(client, match):
    said = report(match, 1)
    opened_dispute(match, 2)
    client.force_login(player_of(match, 2))
    assert f'name="report" value="{said.pk}"' in client.get(address(match)).content.decode()

    client.post(address(match, "cancel_dispute"))

    assert facts(match) == ("reported", "cancelled")


def test_players_do_nothing_that_is_for_officials(client, match):
    disputed(match)
    client.force_login(player_of(match))

    for name in ("take_dispute", "escalate_dispute", "rule", "dismiss_dispute"):
        client.post(address(match, name), RULING)

    assert facts(match) == ("disputed", "open")


def test_a_dispute_is_for_its_players_and_officials(client, match):
    disputed(match)
    cup = match.tournament
    visitor = client.get(address(match))
    assert (visitor.status_code, visitor.url.split("?")[0]) == (302, reverse("account_login"))

    others = (
        UserFactory(),
        organizer_of(drawn_cup(2)),
        moderator_of(cup),
        staff_of(cup, StaffRole.CASTER),
    )
    for user in others:
        client.force_login(user)
        assert client.get(address(match)).status_code == 404
        assert client.get(address(match, "open_dispute")).status_code == 404
        assert [client.post(address(match, name), RULING).status_code for name in ACTIONS] == (
            [404] * 5
        )
    for user in (player_of(match, 2), organizer_of(cup), staff_of(cup, StaffRole.REFEREE)):
        client.force_login(user)
        assert client.get(address(match)).status_code == 200


def test_what_changes_a_dispute_is_never_a_link(client, match):
    disputed(match)
    client.force_login(organizer_of(match.tournament))

    assert [client.get(address(match, name)).status_code for name in ACTIONS] == [405] * 5


def test_where_there_is_no_dispute_there_is_no_page(client, match):
    client.force_login(organizer_of(match.tournament))

    assert client.get(address(match)).status_code == 404


# --- the section of the match page ------------------------------------------------------


def test_the_public_learns_only_that_an_official_decided(match):
    stranger = UserFactory()
    assert section(match, stranger) is None
    dispute = disputed(match)
    assert section(match, stranger) is None
    operations.dismiss(dispute, text="Secret words", by=organizer_of(match.tournament))

    found = section(match, stranger)
    page = render_to_string("tournaments/matches/_dispute.html", {"dispute": found, "match": match})

    assert found == DisputeSection("The sides did not agree, and an official decided.")
    assert "an official decided" in page
    assert "Secret words" not in page
    assert address(match) not in page


def test_players_and_officials_open_one_or_go_to_it(match):
    player, referee = player_of(match), staff_of(match.tournament, StaffRole.REFEREE)
    assert section(match, player) == section(match, referee) == DisputeSection("", None, True)

    dispute = disputed(match)

    assert section(match, player) == DisputeSection("", dispute, False)


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_takes_as_many_queries_after_three_disputes_as_after_one(
    client, match, django_assert_num_queries, times
):
    for _time in range(times - 1):
        operations.cancel_dispute(opened_dispute(match), by=player_of(match))
    disputed(match)
    client.force_login(player_of(match))
    client.get(address(match))

    with django_assert_num_queries(31):
        page = client.get(address(match)).context["page"]

    assert len(page.lines) == 3 + 2 * (times - 1)


def test_the_way_to_the_chat_leads_to_a_page(client):
    match = match_of(drawn_cup(2), "F")
    disputed(match)
    client.force_login(organizer_of(match.tournament))
    chat = f"{address(match, 'chat')}?all"

    assert f'href="{chat}"' in client.get(address(match, "dispute")).content.decode()
    assert "<h1" in client.get(chat).content.decode()
