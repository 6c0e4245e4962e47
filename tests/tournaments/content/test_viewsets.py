import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests import factories
from tests.tournaments.content.editor import errors, superuser
from tests.tournaments.control.lock_rows import published_page
from tournaments.core.models import Game, Organizer, Tournament

pytestmark = pytest.mark.django_db

TOURNAMENTS = "/admin/tournaments/tournament/"
ORGANIZERS = "/admin/tournaments/organizer/"
GAMES = "/admin/snippets/tournaments/game/"


@pytest.fixture
def admin(client):
    client.force_login(superuser())
    return client


def listed(response) -> list[str]:
    return [str(row) for row in response.context["object_list"]]


def test_an_organizer_sees_its_own_tournaments_only(client):
    owner = factories.UserFactory()
    organizer = factories.OrganizerFactory(members=[owner])
    organizer.group.permissions.add(Permission.objects.get(codename="access_admin"))
    factories.TournamentFactory(title="Mine", organizer=organizer)
    factories.TournamentFactory(title="Theirs")
    client.force_login(owner)

    assert listed(client.get(TOURNAMENTS)) == ["Mine"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_listing_takes_the_same_queries_for_one_and_for_three(
    admin, rows, django_assert_num_queries
):
    for _number in range(rows):
        factories.RegistrationFactory(tournament=factories.TournamentFactory())
    admin.get(TOURNAMENTS)

    with django_assert_num_queries(13):
        response = admin.get(TOURNAMENTS)

    assert len(listed(response)) == rows
    assert response.content.decode().count("1 / 16") == rows


def test_a_tournament_is_looked_at_with_its_state_and_its_counts(admin):
    page = published_page(title="Spring Cup")
    cup = Tournament.objects.get()
    factories.RegistrationFactory(tournament=cup)
    for _number in range(2):
        factories.RegistrationFactory(tournament=cup, status="awaiting_payment")
    page.capacity = 2
    page.save_revision().publish()

    response = admin.get(f"{TOURNAMENTS}inspect/{cup.pk}/")

    rows = {row["label"]: str(row["value"]) for row in response.context["fields"]}
    assert {label: rows[label] for label in ("Status", "Phase", "Places held", "Confirmed")} == {
        "Status": "Published",
        "Phase": "Registration open",
        "Places held": "3 / 4",
        "Confirmed": "1",
    }
    assert rows["Not in force"] == "capacity: Capacity cannot go below the 3 places that are held."
    assert reverse("control:room", args=[cup.slug]) in rows["Control room"]


def test_nobody_edits_a_live_record_as_a_row(admin):
    cup = factories.TournamentFactory()

    for path in ("create/", f"edit/{cup.pk}/", f"delete/{cup.pk}/"):
        assert admin.get(f"{TOURNAMENTS}{path}")["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_organizers_take_the_same_queries_for_one_and_for_three(
    admin, rows, django_assert_num_queries
):
    for _number in range(rows):
        factories.TournamentFactory()
    admin.get(ORGANIZERS)

    with django_assert_num_queries(11):
        response = admin.get(ORGANIZERS)

    assert len(listed(response)) == rows


def test_an_administrator_trusts_an_organizer(admin):
    organizer = factories.OrganizerFactory(is_trusted=False)

    response = admin.post(f"{ORGANIZERS}edit/{organizer.pk}/", {"is_trusted": "on"})

    assert response.status_code == 302
    assert Organizer.objects.get().is_trusted
    assert set(organizer.group.page_permissions.values_list("permission__codename", flat=True)) == {
        "add_page",
        "change_page",
        "publish_page",
    }


def game_data(**changes) -> dict[str, str]:
    data = {
        "name": "Chess",
        "slug": "chess",
        "roster_min": "1",
        "roster_max": "1",
        "player_id_label": "Lichess name",
        "player_id_help": "",
        "player_id_pattern": "[a-z0-9_-]{2,30}",
        "score_word": "Points",
        "default_best_of": "1",
        "allows_draws": "on",
        "points_win": "2",
        "points_draw": "1",
        "points_loss": "0",
        "tiebreaks": "points, head_to_head_points, manual",
        "lobby_size": "0",
        "placement_points": "",
        "kill_points": "0",
        "kill_cap": "",
        "map_pool": "",
        "start_sides": "",
        "veto_seconds": "60",
    }
    return data | changes


def test_an_administrator_adds_a_game(admin):
    response = admin.post(f"{GAMES}add/", game_data())

    assert errors(response) == {}
    game = Game.objects.get()
    assert (game.name, game.allows_draws, game.points_win) == ("Chess", True, 2)
    assert game.tiebreaks == ["points", "head_to_head_points", "manual"]


LOBBIES = {
    "lobby_size": "12",
    "placement_points": "12, 9 8",
    "kill_points": "1",
    "kill_cap": "10",
    "tiebreaks": "points, kills, manual",
}


def test_an_administrator_adds_a_game_of_lobbies(admin):
    response = admin.post(f"{GAMES}add/", game_data(**LOBBIES))

    assert errors(response) == {}
    game = Game.objects.get()
    assert (game.lobby_size, game.placement_points) == (12, [12, 9, 8])
    assert (game.kill_points, game.kill_cap) == (1, 10)
    assert game.tiebreaks == ["points", "kills", "manual"]


def test_an_administrator_adds_a_game_with_maps_one_a_line(admin):
    maps = {"map_pool": " Dust  II \r\n\r\nNuke", "start_sides": "Attack\nDefence"}

    response = admin.post(f"{GAMES}add/", game_data(**maps, veto_seconds="45"))

    assert errors(response) == {}
    game = Game.objects.get()
    assert (game.map_pool, game.start_sides) == (["Dust II", "Nuke"], ["Attack", "Defence"])
    assert game.veto_seconds == 45
    page = admin.get(f"{GAMES}edit/{game.pk}/").content.decode()
    assert "Dust II\nNuke</textarea>" in page


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"map_pool": "Nuke\nnuke"}, {"map_pool": ["A name stands there twice."]}),
        ({"map_pool": "x" * 61}, {"map_pool": [f"“{'x' * 61}” is longer than 60 characters."]}),
        (
            {"map_pool": "\n".join(map(str, range(31)))},
            {"map_pool": ["A veto has at most 30 maps."]},
        ),
        (
            {"start_sides": "Attack"},
            {"start_sides": ["A game has two sides to start on, or none."]},
        ),
        (
            {"veto_seconds": "9"},
            {"veto_seconds": ["A turn takes 10 to 3600 seconds; 0 is for turns without an end."]},
        ),
    ],
)
def test_maps_that_make_no_veto_are_refused(admin, changes, faults):
    response = admin.post(f"{GAMES}add/", game_data(**changes))

    assert errors(response) == faults
    assert not Game.objects.exists()


def test_a_game_is_edited_as_it_stands(admin):
    game = factories.GameFactory(tiebreaks=["points", "wins"], placement_points=[3, 1])

    html = admin.get(f"{GAMES}edit/{game.pk}/").content.decode()

    assert 'value="points, wins"' in html
    assert 'value="3, 1"' in html


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"tiebreaks": "points, luck"},
            {"tiebreaks": ["“luck” is no tiebreak, or stands there twice."]},
        ),
        (
            {"tiebreaks": "points, points"},
            {"tiebreaks": ["“points” is no tiebreak, or stands there twice."]},
        ),
        (
            {"tiebreaks": "points, kills"},
            {"tiebreaks": ["“kills” is no tiebreak, or stands there twice."]},
        ),
        (
            LOBBIES | {"tiebreaks": "points, difference"},
            {"tiebreaks": ["“difference” is no tiebreak, or stands there twice."]},
        ),
        (
            LOBBIES | {"placement_points": "10, six"},
            {"placement_points": ["Only whole numbers can stand here."]},
        ),
        (
            LOBBIES | {"placement_points": "6, 10"},
            {
                "placement_points": [
                    "A place must be worth no less than the one below it, and never less than "
                    "nothing."
                ]
            },
        ),
        (
            LOBBIES | {"placement_points": "", "kill_points": "0"},
            {"placement_points": ["Something must earn points: a place, or a kill."]},
        ),
        (
            LOBBIES | {"lobby_size": "101"},
            {
                "lobby_size": [
                    "A lobby takes 2 to 100 entrants; 0 is for games that two sides play."
                ]
            },
        ),
        ({"player_id_pattern": "["}, {"player_id_pattern": ["This is no regular expression."]}),
        (
            {"roster_min": "5", "roster_max": "4"},
            {"__all__": ["Constraint “game_roster_in_order” is violated."]},
        ),
    ],
)
def test_a_game_that_makes_no_sense_is_refused(admin, changes, faults):
    response = admin.post(f"{GAMES}add/", game_data(**changes))

    assert errors(response) == faults
    assert not Game.objects.exists()
