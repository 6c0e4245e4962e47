import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from deltacrown.errors import Refused
from deltacrown.teams import operations
from deltacrown.teams.models import Membership, Team
from tests.factories import GameFactory, TeamFactory, UserFactory, png_upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def told(team, **changed):
    return {"team": team, "name": team.name, "tag": team.tag, "game": team.game} | changed


def test_create_team_makes_its_founder_the_owner():
    rafi, game = UserFactory(), GameFactory()

    team = operations.create_team(name="Dhaka Dragons", tag="DHK", game=game, owner=rafi)

    assert Team.objects.values("name", "tag", "slug", "game", "logo", "join_code").get() == {
        "name": "Dhaka Dragons",
        "tag": "DHK",
        "slug": "dhaka-dragons",
        "game": game.pk,
        "logo": "",
        "join_code": "",
    }
    assert list(team.memberships.values_list("user", "role")) == [(rafi.pk, "owner")]


def test_create_team_refuses_a_name_in_use_in_any_case(team):
    with pytest.raises(Refused) as refusal:
        operations.create_team(name="DRAGONS", tag="", owner=UserFactory())

    assert refusal.value.code == "name_taken"
    assert list(Team.objects.all()) == [team]


@pytest.mark.parametrize("name", ["Create", "Join", "Looking", "Invitations", "Dragons!", "টাইগার্স"])
def test_every_team_gets_an_address_of_its_own(name, client):
    TeamFactory(name="Dragons", slug="dragons")
    TeamFactory(name="Team", slug="team")

    team = operations.create_team(name=name, tag="", owner=UserFactory())

    assert client.get(team.get_absolute_url()).context["team"] == team


@pytest.mark.parametrize("name", ["rafi", "mina"])
def test_update_team_keeps_the_address(team, people, name):
    game = GameFactory()

    operations.update_team(**told(team, name="Wyverns", tag="WYV", game=game), by=people[name])

    team.refresh_from_db()
    assert (team.name, team.tag, team.game, team.slug) == ("Wyverns", "WYV", game, "dragons")


def test_update_team_may_change_the_case_of_its_own_name(team, people):
    operations.update_team(**told(team, name="DRAGONS"), by=people["rafi"])

    team.refresh_from_db()
    assert team.name == "DRAGONS"


def test_update_team_refuses_the_name_of_another(team, people):
    TeamFactory(name="Storm")

    with pytest.raises(Refused) as refusal:
        operations.update_team(**told(team, name="storm"), by=people["rafi"])

    team.refresh_from_db()
    assert (refusal.value.code, team.name) == ("name_taken", "Dragons")


@pytest.mark.parametrize("name", ["nila", "jamil", "tamim", "sohel", "zara"])
def test_update_team_is_for_those_who_run_it(team, people, name):
    with pytest.raises(Refused) as refusal:
        operations.update_team(**told(team, name="Mine"), by=people[name])

    team.refresh_from_db()
    assert (refusal.value.code, team.name) == ("not_manager", "Dragons")


def test_a_logo_is_written_anew_under_a_name_of_ours():
    team = operations.create_team(
        name="Dragons", tag="", owner=UserFactory(), logo=png_upload("mine.png")
    )

    assert team.logo.name.startswith("teams/")
    assert "mine" not in team.logo.name
    assert Image.open(team.logo).size == (64, 64)


def test_a_large_logo_is_made_as_large_as_anybody_sees_it(tmp_path):
    Image.new("RGB", (1600, 800), "navy").save(tmp_path / "big.webp")
    upload = SimpleUploadedFile("big.webp", (tmp_path / "big.webp").read_bytes())

    team = operations.create_team(name="Dragons", tag="", owner=UserFactory(), logo=upload)

    image = Image.open(team.logo)
    assert (image.size, image.format) == ((512, 256), "WEBP")


def test_a_logo_that_is_no_image_is_refused():
    upload = SimpleUploadedFile("logo.png", b"%PDF-1.4 nothing to see")

    with pytest.raises(Refused) as refusal:
        operations.create_team(name="Dragons", tag="", owner=UserFactory(), logo=upload)

    assert refusal.value.code == "type"
    assert not Team.objects.exists()


@pytest.mark.parametrize(
    "change", [{"logo": png_upload(colour="gold")}, {"remove_logo": True}], ids=["new", "none"]
)
def test_the_file_of_a_logo_goes_with_it(drain_queue, change):
    rafi = UserFactory()
    team = operations.create_team(name="Dragons", tag="", owner=rafi, logo=png_upload())
    old = team.logo.name

    team = operations.update_team(**told(team, **change), by=rafi)
    kept_until_then = default_storage.exists(old)
    drain_queue()

    assert bool(team.logo) == ("logo" in change)
    assert (kept_until_then, default_storage.exists(old)) == (True, False)
    assert not team.logo or default_storage.exists(team.logo.name)


def test_a_team_that_is_saved_without_a_new_logo_keeps_its_own(drain_queue):
    rafi = UserFactory()
    team = operations.create_team(name="Dragons", tag="", owner=rafi, logo=png_upload())

    saved = operations.update_team(**told(team, name="Wyverns"), by=rafi)

    assert saved.logo.name == team.logo.name
    assert drain_queue() == []


def test_dropping_a_logo_that_is_in_use_keeps_it():
    team = operations.create_team(name="D", tag="", owner=UserFactory(), logo=png_upload())

    operations.drop_logo(team.logo.name)

    assert default_storage.exists(team.logo.name)


@pytest.mark.parametrize("role", [Membership.Role.OWNER, Membership.Role.CAPTAIN])
def test_the_database_knows_one_owner_and_one_captain(team, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        team.memberships.update(role=role)
