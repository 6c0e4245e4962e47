import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django_q.models import Schedule
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage

from home.models import HomePage
from tests import factories
from tournaments.content.models import TournamentIndexPage
from tournaments.content.operations import found_organizer
from tournaments.core.models import Game
from tournaments.engine import lobby_tables
from tournaments.engine.tiebreaks import check_criteria
from tournaments.management.commands.setup_site import SCHEDULES

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    call_command("setup_site", verbosity=0)


def everything() -> dict[str, list]:
    rows = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Page, Site, Locale, Group, Workflow, WorkflowPage, Game, Schedule)
    }
    return rows | {"permissions": list(Group.permissions.through.objects.values())}


def test_the_tree_stands_in_both_languages_and_wagtails_welcome_is_gone(site):
    assert list(
        Page.objects.order_by("path").values_list("url_path", "locale__language_code", "live")
    ) == [
        ("/", "en", True),
        ("/front-page/", "en", True),
        ("/front-page/tournaments/", "en", True),
        ("/front-page-bn/", "bn", True),
        ("/front-page-bn/tournaments/", "bn", True),
    ]
    assert Page.objects.filter(alias_of__isnull=False).count() == 2


@pytest.mark.parametrize("address", ["/", "/tournaments/", "/bn/", "/bn/tournaments/"])
def test_the_first_addresses_answer(client, site, address):
    assert client.get(address).status_code == 200


def test_it_can_run_again_and_changes_nothing(site):
    before = everything()

    call_command("setup_site", verbosity=0)

    assert everything() == before


def test_it_keeps_what_an_administrator_changed(site):
    Game.objects.filter(slug="cs2").update(roster_max=7)
    Group.objects.get(name="Payment verifiers").permissions.clear()
    Schedule.objects.update(minutes=5)
    home = HomePage.objects.get(locale__language_code="en")
    home.headline = "Our own words"
    home.save_revision().publish()
    before = everything()

    call_command("setup_site", verbosity=0)

    assert everything() == before


def test_the_site_takes_its_address_from_the_settings(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://play.example.org"

    call_command("setup_site", verbosity=0)

    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.specific_class) == (
        "play.example.org",
        443,
        HomePage,
    )


def test_payment_verifiers_enter_the_admin_and_verify_and_no_more(site):
    verifiers = Group.objects.get(name="Payment verifiers")

    assert set(verifiers.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "verify_paymentproof",
    }
    assert not verifiers.page_permissions.exists()
    assert not verifiers.collection_permissions.exists()


def test_new_organizers_are_reviewed_in_each_language(site):
    workflow = Workflow.objects.get(name="Review of new organizers")

    assert [list(task.specific.groups.all()) for task in workflow.tasks] == [
        [Group.objects.get(name="Moderators")]
    ]
    assert set(workflow.workflow_pages.values_list("page", flat=True)) == set(
        TournamentIndexPage.objects.values_list("pk", flat=True)
    )


def test_the_schedules_run_for_ever(site):
    rows = Schedule.objects.values_list("name", "func", "schedule_type", "minutes", "repeats")

    assert set(rows) == {(name, task, "I", minutes, -1) for name, task, minutes in SCHEDULES}


def test_organizers_follow_into_a_language_that_comes_later(site):
    bengali = Locale.objects.get(language_code="bn")
    Page.objects.filter(locale=bengali, depth=2).get().delete()
    organizer = found_organizer(
        name="Alpha", owner=factories.UserFactory(), by=factories.UserFactory()
    )
    assert not organizer.page.has_translation(bengali)

    call_command("setup_site", verbosity=0)

    page = organizer.page.get_translation(bengali)
    assert set(page.group_permissions.values_list("group__name", "permission__codename")) == {
        ("Organizer: Alpha", "add_page"),
        ("Organizer: Alpha", "change_page"),
    }


# --- the games --------------------------------------------------------------------------


def test_the_games_are_the_eleven_and_football(site):
    rows = Game.objects.values_list(
        "slug", "roster_min", "roster_max", "allows_draws", "default_best_of"
    )

    assert sorted(rows) == [
        ("cod-mobile", 5, 10, False, 3),
        ("cs2", 5, 10, False, 3),
        ("dota-2", 5, 10, False, 3),
        ("ea-sports-fc", 1, 2, True, 1),
        ("efootball", 1, 1, True, 1),
        ("football", 1, 26, True, 1),
        ("free-fire", 4, 8, False, 1),
        ("mobile-legends", 5, 10, False, 3),
        ("pubg-mobile", 4, 8, False, 1),
        ("rainbow-six-siege", 5, 10, False, 1),
        ("rocket-league", 3, 6, False, 5),
        ("valorant", 5, 10, False, 3),
    ]


def test_every_game_has_tiebreaks_that_the_engine_knows(site):
    for game in Game.objects.all():
        check = lobby_tables.check_criteria if game.lobby_size else check_criteria
        check(game.tiebreaks)


def test_the_battle_royales_come_with_their_lobbies_and_points(site):
    rows = Game.objects.exclude(lobby_size=0).values_list(
        "slug", "lobby_size", "placement_points", "kill_points", "kill_cap"
    )

    assert sorted(rows) == [
        ("free-fire", 12, [12, 9, 8, 7, 6, 5, 4, 3, 2, 1], 1, None),
        ("pubg-mobile", 16, [10, 6, 5, 4, 3, 2, 1, 1], 1, None),
    ]


def test_three_games_come_with_maps_and_sides(site):
    rows = Game.objects.exclude(map_pool=[]).values_list("slug", "map_pool", "start_sides")

    assert sorted((slug, len(maps), len(sides)) for slug, maps, sides in rows) == [
        ("cs2", 7, 2),
        ("rainbow-six-siege", 9, 2),
        ("valorant", 7, 2),
    ]


def test_games_from_before_there_were_maps_get_them_and_others_keep_theirs(site):
    of_file = Game.objects.get(slug="cs2").map_pool
    Game.objects.filter(slug="cs2").update(map_pool=[], start_sides=[], name="CS")
    Game.objects.filter(slug="valorant").update(map_pool=["Ascent"])
    Game.objects.filter(slug="rainbow-six-siege").update(map_pool=[])

    call_command("setup_site", verbosity=0)

    cs2 = Game.objects.get(slug="cs2")
    assert (cs2.name, cs2.map_pool, len(cs2.start_sides)) == ("CS", of_file, 2)
    assert Game.objects.get(slug="valorant").map_pool == ["Ascent"]
    assert Game.objects.get(slug="rainbow-six-siege").map_pool == []


@pytest.mark.parametrize(
    ("slug", "good", "bad"),
    [
        ("valorant", "Rafiq#BD01", "Rafiq"),
        ("cs2", "76561197960287930", "STEAM_0:1:1234"),
        ("dota-2", "76561197960287930", "7656119796028793"),
        ("mobile-legends", "123456789 (1234)", "123456789"),
        ("cod-mobile", "6742098012345678901", "abc"),
        ("rainbow-six-siege", "Delta.Breach", "1st"),
        ("rocket-league", "Octane Otter", " "),
        ("pubg-mobile", "5123456789", "512345"),
        ("free-fire", "1234567890", "12345678"),
        ("ea-sports-fc", "striker_9", "abc"),
        ("efootball", "ABCD-123-456-789", "abcd-123-456-789"),
    ],
)
def test_a_player_id_is_told_from_what_is_none(site, slug, good, bad):
    pattern = Game.objects.get(slug=slug).player_id_pattern

    assert re.fullmatch(pattern, good)
    assert not re.fullmatch(pattern, bad)
