from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deltacrown.accounts.models import Profile
from tests.factories import TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tests.factories.questions import question
from tournaments.core.models import Tournament
from tournaments.registration import operations
from tournaments.registration.models import EntryDraft, Registration

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def asking_cup(**settings) -> Tournament:
    rows = [
        question("club", label="Your club?"),
        question("days", "choices", choices=["Fri", "Sat"]),
        question("face", "file"),
    ]
    return TournamentFactory(**{"custom_fields": rows, "terms": "Play fair.", **settings})


def draft_address(cup: Tournament) -> str:
    return reverse("registration:save_draft", args=[cup.slug])


def register_address(cup: Tournament) -> str:
    return reverse("registration:register", args=[cup.slug])


def test_a_draft_keeps_what_belongs_to_the_form_and_no_more(client):
    cup, player = asking_cup(), UserFactory()
    client.force_login(player)

    sent = {"q-club": "Dra\x00gons", "q-days": ["Sat"], "terms": "on", "next": "x", "q-face": "f"}
    response = client.post(draft_address(cup), sent, headers=HTMX)

    draft = EntryDraft.objects.get()
    assert (draft.user, draft.tournament) == (player, cup)
    assert draft.values == {"q-club": ["Dragons"], "q-days": ["Sat"]}
    assert "Draft saved" in text(response)
    assert not Registration.objects.exists()


def test_a_draft_is_there_at_the_next_visit(client):
    cup = asking_cup()
    client.force_login(UserFactory())
    client.post(draft_address(cup), {"q-club": "Dragons", "q-days": ["Sat"]}, headers=HTMX)

    page = client.get(register_address(cup))

    form = page.context["form"]
    assert (form["q-club"].value(), form["q-days"].value()) == ("Dragons", ["Sat"])
    assert "This is your draft of" in text(page)
    assert "Start over" in text(page)


def test_a_later_draft_takes_the_place_of_the_first(client):
    cup = asking_cup()
    client.force_login(UserFactory())
    for name in ("Dragons", "Tigers"):
        client.post(draft_address(cup), {"q-club": name}, headers=HTMX)

    assert EntryDraft.objects.get().values["q-club"] == ["Tigers"]


def test_without_a_script_a_button_saves_the_draft(client):
    cup = asking_cup()
    client.force_login(UserFactory())

    response = client.post(draft_address(cup), {"q-club": "Dragons"}, follow=True)

    assert response.redirect_chain == [(register_address(cup), 302)]
    assert "Draft saved." in text(response)
    assert response.context["form"]["q-club"].value() == "Dragons"


def test_starting_over_forgets_the_draft(client):
    cup, player = asking_cup(), UserFactory()
    Profile.objects.create(user=player, discord="tamim")
    operations.save_draft(tournament=cup, by=player, values={"q-club": ["Dragons"]})
    client.force_login(player)

    page = client.post(reverse("registration:start_over", args=[cup.slug]), follow=True)

    assert not EntryDraft.objects.exists()
    assert page.context["form"]["q-club"].value() is None


def test_registering_ends_the_draft(client):
    cup, player = asking_cup(), UserFactory()
    client.force_login(player)
    client.post(draft_address(cup), {"q-club": "Dragons"}, headers=HTMX)

    client.post(register_address(cup), {"q-club": "Dragons", "terms": "on"})

    assert Registration.objects.get().user == player
    assert not EntryDraft.objects.exists()


def test_a_draft_remembers_the_team_and_who_plays(client):
    cup = asking_cup(participation="team", roster_min=1, roster_max=3)
    captain = UserFactory()
    TeamFactory(captain=captain)
    team = TeamFactory(captain=captain, size=2)
    mate = team.members.exclude(pk=captain.pk).get()
    client.force_login(captain)
    sent = {"team": team.slug, f"role-{captain.pk}": "coach", f"role-{mate.pk}": "starter"}
    client.post(draft_address(cup), sent, headers=HTMX)

    page = client.get(register_address(cup))

    form = page.context["form"]
    assert page.context["team"] == team
    assert [row.role.value() for row in form.rows] == ["coach", "starter"]


def test_nobody_reads_the_draft_of_another(client):
    cup, team = asking_cup(participation="team", roster_min=1), TeamFactory(size=2)
    captain = captain_of(team)
    operations.save_draft(tournament=cup, by=captain, values={"team": [team.slug]})
    client.force_login(UserFactory())

    page = client.get(register_address(cup))

    assert page.context["choice"].draft is None


@pytest.mark.parametrize("name", ["save_draft", "start_over"])
def test_drafts_ask_for_a_post_a_login_and_a_tournament_one_may_know(client, name):
    cup = asking_cup()
    hidden = TournamentFactory(status=Tournament.Status.DRAFT)
    address = reverse(f"registration:{name}", args=[cup.slug])

    assert client.post(address).url == f"/accounts/login/?next={address}"
    client.force_login(UserFactory())
    assert client.get(address).status_code == 405
    assert client.post(reverse(f"registration:{name}", args=[hidden.slug])).status_code == 404


def test_drafts_go_when_nobody_can_send_them_or_touches_them():
    now = timezone.now()
    kept, old, over = (
        operations.save_draft(tournament=TournamentFactory(), by=UserFactory(), values={})
        for _number in range(3)
    )
    EntryDraft.objects.filter(pk=old.pk).update(saved_at=now - timedelta(days=91))
    Tournament.objects.filter(pk=over.tournament_id).update(status=Tournament.Status.LIVE)

    number = operations.forget_drafts(now)

    assert number == 2
    assert list(EntryDraft.objects.all()) == [kept]
