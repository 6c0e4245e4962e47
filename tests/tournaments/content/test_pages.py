import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Locale, Page

from deltacrown.cms.models import SiteImage
from tests.factories import (
    GameFactory,
    OrganizerFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    TournamentPageFactory,
    UserFactory,
    png_upload,
    tournament_index,
)
from tests.factories.competition import drawn_stage, entrants_of, played
from tournaments.awards.models import Placement
from tournaments.content.models import TournamentPage
from tournaments.core.models import Tournament
from tournaments.core.operations import move
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

Status = Tournament.Status
KNOCKOUT = {"format": "single_elimination", "name": "Playoffs"}
GROUPS = {"format": "round_robin", "name": "Group stage", "groups": 2, "advance": 2}


def text_of(response) -> str:
    """What a reader sees, on one line."""
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def titles(response) -> list[str]:
    return [card.title for card in response.context["cards"]]


def in_days(days):
    return timezone.now() + timedelta(days=days)


# --- the list -------------------------------------------------------------------------


def test_an_empty_list_says_so(client):
    answer = client.get(tournament_index().url)

    assert "No tournament has been announced yet." in text_of(answer)


def test_a_card_says_what_decides_whether_to_look(client):
    cup = TournamentFactory(
        title="Dhaka Cup",
        game=GameFactory(name="Valorant"),
        organizer=OrganizerFactory(name="Delta League"),
        entry_fee=500,
        starts_at=timezone.datetime(2030, 5, 1, 12, tzinfo=timezone.get_default_timezone()),
    )
    RegistrationFactory.create_batch(3, tournament=cup)
    RegistrationFactory(tournament=cup, status=Registration.Status.WITHDRAWN)

    answer = client.get(tournament_index().url)

    assert (
        "Registration open Dhaka Cup Valorant 1 May 2030, 12:00 (Asia/Dhaka) Delta League "
        "Entry fee: ৳ 500 3 of 16 places"
    ) in text_of(answer)
    assert cup.page.url in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["on", "free", "full", "paid", "later", "won", "off"]),
        ("status=open", ["free", "paid"]),
        ("status=live", ["on"]),
        ("status=upcoming", ["free", "full", "paid", "later"]),
        ("status=finished", ["won", "off"]),
        ("status=archived", ["put away"]),
        ("status=nonsense", ["on", "free", "full", "paid", "later", "won", "off"]),
        ("fee=paid", ["paid"]),
        ("fee=free&status=open", ["free"]),
        ("game=chess", ["later"]),
        ("game=chess&status=live", []),
        ("game=unknown", ["on", "free", "full", "paid", "later", "won", "off"]),
    ],
)
def test_the_list_is_filtered_by_game_status_and_fee(client, query, expected):
    TournamentFactory(title="on", status=Status.LIVE, starts_at=in_days(-1))
    TournamentFactory(title="free", starts_at=in_days(1))
    full = TournamentFactory(title="full", starts_at=in_days(2), capacity=2)
    RegistrationFactory.create_batch(2, tournament=full)
    TournamentFactory(title="paid", starts_at=in_days(3), entry_fee=100)
    TournamentFactory(
        title="later",
        starts_at=in_days(9),
        registration_opens_at=in_days(4),
        game=GameFactory(slug="chess"),
    )
    TournamentFactory(title="won", status=Status.COMPLETED, starts_at=in_days(-3))
    TournamentFactory(title="off", status=Status.CANCELLED, starts_at=in_days(1))
    TournamentFactory(title="put away", status=Status.ARCHIVED)
    TournamentFactory(title="secret", status=Status.DRAFT)

    assert titles(client.get(f"{tournament_index().url}?{query}")) == expected


def test_the_list_comes_in_pages_that_keep_the_filter(client):
    organizer, game = OrganizerFactory(), GameFactory()
    for number in range(13):
        TournamentFactory(
            title=f"Cup {number:02d}", organizer=organizer, game=game, starts_at=in_days(number + 1)
        )
    address = tournament_index().url

    first = client.get(f"{address}?fee=free")
    second = client.get(f"{address}?fee=free&page=2")
    beyond = client.get(f"{address}?page=99")

    assert [len(titles(answer)) for answer in (first, second, beyond)] == [12, 1, 1]
    assert "?fee=free&amp;page=2" in first.content.decode()


def test_a_cancelled_tournament_stays_on_the_list_with_a_remark(client):
    TournamentFactory(title="Off Cup", status=Status.CANCELLED)

    assert "This tournament does not take place." in text_of(client.get(tournament_index().url))


def with_banner(cup: Tournament) -> Tournament:
    page = cup.page.specific
    page.banner = SiteImage.objects.create(title="Banner", file=png_upload("banner.png"))
    page.save()
    return cup


def test_a_list_takes_as_many_queries_for_three_as_for_one(client, django_assert_max_num_queries):
    address = tournament_index().url
    with_banner(TournamentFactory())
    client.get(address)  # makes the smaller image, and warms what Wagtail keeps about the site
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for _number in range(2):
        RegistrationFactory(tournament=with_banner(TournamentFactory(status=Status.COMPLETED)))
    client.get(address)
    with django_assert_max_num_queries(40) as three:
        client.get(address)

    assert len(three) == len(one)


def test_an_organizer_shows_its_own_tournaments(client):
    mine = TournamentFactory(title="Mine", organizer=OrganizerFactory(name="Delta League"))
    TournamentFactory(title="Theirs")

    answer = client.get(mine.organizer.page.url)

    assert titles(answer) == ["Mine"]
    assert "Delta League" in text_of(answer)


# --- the short address -----------------------------------------------------------------


def test_the_short_address_leads_to_the_page(client):
    cup = TournamentFactory()

    assert client.get(f"/t/{cup.slug}/").headers["Location"] == cup.page.url


def test_the_short_address_leads_to_the_page_in_the_language_in_use(client):
    cup = TournamentFactory(title="Dhaka Cup")
    bengali = Locale.objects.create(language_code="bn")
    untranslated = client.get(f"/bn/t/{cup.slug}/").headers["Location"]
    page = cup.page.specific.copy_for_translation(bengali, copy_parents=True)
    page.save_revision().publish()
    with translation.override("bn"):
        address = page.get_url()

    assert untranslated == cup.page.url
    assert client.get(f"/bn/t/{cup.slug}/").headers["Location"] == address
    assert address.startswith("/bn/")
    assert client.get(address).status_code == 200
    assert client.get(f"/t/{cup.slug}/").headers["Location"] == cup.page.url


@pytest.mark.parametrize("tail", ["", "bracket/", "standings/"])
def test_what_the_public_may_not_know_is_not_found(client, tail):
    draft = TournamentFactory(status=Status.DRAFT)
    hidden = TournamentFactory()
    hidden.page.live = False
    hidden.page.save()

    for slug in (draft.slug, hidden.slug, "unknown"):
        assert client.get(f"/t/{slug}/{tail}").status_code == 404
    assert client.get(draft.page.url).status_code == 404
    assert client.get(hidden.page.url).status_code == 404


def test_a_page_without_a_live_record_is_not_found(client):
    assert client.get(TournamentPageFactory().url).status_code == 404


# --- the page of a tournament -----------------------------------------------------------


def test_an_open_tournament_offers_registration(client):
    cup = TournamentFactory(entry_fee=500, starts_at=in_days(7))
    RegistrationFactory(tournament=cup, name="Ana")

    answer = client.get(cup.page.url)

    assert f'href="/t/{cup.slug}/register/"' in answer.content.decode()
    assert "1 / 16 Places taken" in text_of(answer)
    assert "Entrants 1 Ana" in text_of(answer)
    assert "The bracket appears here as soon as it is drawn." in text_of(answer)


def test_the_phase_is_that_of_the_second_of_the_request(client, monkeypatch):
    closes = timezone.now() + timedelta(hours=1)
    cup = TournamentFactory(registration_closes_at=closes)
    seen = []
    for moment in (closes - timedelta(seconds=1), closes):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        seen.append(str(client.get(cup.page.url).context["moment"].label))

    assert seen == ["Registration open", "Ready for the draw"]


def test_settings_come_from_the_live_record_and_words_from_the_page(client):
    cup = TournamentFactory(title="Dhaka Cup", capacity=16)
    page = cup.page.specific
    page.title, page.capacity = "Dhaka Cup, the second", 99
    page.save()

    text = text_of(client.get(page.url))

    assert "Dhaka Cup, the second" in text
    assert "0 / 16 Places taken" in text


def test_somebody_registered_finds_the_own_registration(client):
    registration = RegistrationFactory()
    client.force_login(registration.user)

    answer = client.get(registration.tournament.page.url)

    assert "My registration Confirmed." in text_of(answer)
    assert registration.get_absolute_url() in answer.content.decode()


def test_a_cancelled_tournament_says_why(client):
    cup = TournamentFactory(status=Status.CANCELLED, cancel_reason="The hall is <flooded>.")

    answer = client.get(cup.page.url)

    assert "Why it was cancelled The hall is &lt;flooded&gt;." in text_of(answer)
    assert "/register/" not in answer.content.decode()


def test_a_completed_tournament_shows_its_champion_and_who_won_what(client):
    cup = TournamentFactory(
        status=Status.COMPLETED,
        completed_at=timezone.now(),
        prizes=[
            {"first": 2, "last": 2, "amount": None, "currency": "BDT", "extra": "a headset"},
            {"first": 1, "last": 1, "amount": "50000.00", "currency": "BDT", "extra": "a trophy"},
        ],
    )
    ana, ben = entrants_of(cup, ["Ana", "Ben"])
    Placement.objects.create(tournament=cup, entrant=ana, first=1, last=1)
    Placement.objects.create(tournament=cup, entrant=ben, first=2, last=2)

    text = text_of(client.get(cup.page.url))

    assert "Champion Ana" in text
    assert "Prizes Champion Ana ৳ 50,000 + a trophy Runner-up Ben a headset" in text


def test_nobody_is_champion_of_a_shared_first_place(client):
    cup = TournamentFactory(status=Status.COMPLETED)
    for entrant in entrants_of(cup, ["Ana", "Ben"]):
        Placement.objects.create(tournament=cup, entrant=entrant, first=1, last=2)

    assert client.get(cup.page.url).context["champion"] is None


def test_entrants_stand_by_seed_and_teams_are_linked(client):
    team = TeamFactory(name="Tigers")
    cup = TournamentFactory(status=Status.LIVE)
    for entrant, seed in zip(entrants_of(cup, ["Ana", "Ben"]), (12, 11), strict=True):
        entrant.seed = seed
        entrant.save()
    entry = RegistrationFactory(tournament=cup, team=team, name="Tigers")
    cup.entrants.create(registration=entry, name="Tigers", seed=1)

    answer = client.get(cup.page.url)

    assert answer.context["entrants"] == [
        {"seed": 1, "name": "Tigers", "team": team.get_absolute_url()},
        {"seed": 11, "name": "Ben", "team": ""},
        {"seed": 12, "name": "Ana", "team": ""},
    ]


def test_groups_come_first_until_the_bracket_behind_them_is_drawn(client):
    cup = TournamentFactory(status=Status.LIVE, stages=[GROUPS, KNOCKOUT])
    drawn_stage(cup, entrants_of(cup, [f"P{n}" for n in range(8)]), GROUPS)

    answer = client.get(cup.page.url)
    text = text_of(answer)

    assert text.index("Group A") < text.index("Semi-final 1: A1 against B2")
    assert answer.context["moment"].href == "#standings"


def test_a_body_with_a_bracket_shows_it_once(client):
    cup = TournamentFactory(status=Status.LIVE, stages=[GROUPS, KNOCKOUT])
    drawn_stage(cup, entrants_of(cup, [f"P{n}" for n in range(8)]), GROUPS)
    page = cup.page.specific
    page.body = [
        ("live_standings", None),
        ("live_bracket", None),
        ("prizes", {"note": "<p>Paid within a week.</p>"}),
        ("register_button", {"text": "Come along"}),
    ]
    page.save()

    body = client.get(page.url).content.decode()

    assert [body.count(f'id="{anchor}"') for anchor in ("bracket", "standings", "prizes")] == [
        1,
        1,
        1,
    ]
    assert "Paid within a week." in body
    assert "Come along" in body


def test_every_block_of_a_body_renders(client):
    cup = TournamentFactory()
    page = cup.page.specific
    page.body = [
        ("heading", {"text": "About us"}),
        ("paragraph", "<p>Some <b>words</b>.</p>"),
        ("announcement", {"tone": "warning", "text": "<p>Rain is coming.</p>"}),
        ("faq", {"questions": [{"question": "Why?", "answer": "<p>Because.</p>"}]}),
        ("video", {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Trailer"}),
        ("rules", {"sections": [{"title": "Fair play", "text": "<p>No cheating.</p>"}]}),
        (
            "sponsors",
            {
                "sponsors": [
                    {
                        "name": "Delta Tea",
                        "tier": "gold",
                        "logo": None,
                        "url": "https://tea.example",
                    },
                    {"name": "Big Bank", "tier": "title", "logo": None, "url": ""},
                ]
            },
        ),
        (
            "schedule",
            {"items": [{"starts_at": timezone.now(), "title": "Opening", "note": "Hall 1"}]},
        ),
        (
            "streams",
            {
                "streams": [
                    {"title": "Stage", "url": "https://www.twitch.tv/delta", "language": "bn"}
                ]
            },
        ),
    ]
    page.save()

    body = client.get(page.url).content.decode()

    for part in (
        '<h2 class="anchored" id="about-us">',
        "Some <b>words</b>.",
        "Rain is coming.",
        "Because.",
        'data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"',
        'href="#rule-fair-play"',
        'href="https://tea.example" rel="sponsored noopener"',
        "Opening",
        'href="https://www.twitch.tv/delta"',
        'href="#rules"',
    ):
        assert part in body
    assert body.index("Big Bank") < body.index("Delta Tea")
    assert "<iframe" not in body
    assert "style=" not in body


def test_a_page_takes_as_many_queries_for_three_entrants_as_for_one(
    client, django_assert_max_num_queries
):
    counts = []
    for entrants in (1, 3):
        cup = TournamentFactory()
        RegistrationFactory.create_batch(entrants, tournament=cup)
        client.get(cup.page.url)
        with django_assert_max_num_queries(40) as queries:
            client.get(cup.page.url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- the editor's preview -----------------------------------------------------------------


def test_a_page_can_be_looked_at_before_it_was_ever_published():
    page = TournamentPageFactory(title="Next Cup", capacity=12)
    page.game = page.starts_at = page.entry_fee = None
    page.check_in_opens_at = timezone.now()
    page.prizes = [("prize", {"first": None, "last": None, "amount": None, "extra": ""})]

    answer = page.make_preview_request(preview_mode="")

    assert answer.status_code == 200
    assert "0 / 12 Places taken" in text_of(answer.render())
    assert "This page was never published." in text_of(answer)


def test_a_new_page_can_be_looked_at_before_it_was_ever_saved():
    parent = OrganizerFactory(name="Delta League").page.specific
    page = TournamentPage(title="New Cup", slug="", depth=parent.depth + 1)
    page.path = Page._get_children_path_interval(parent.path)[1]  # as the editor does
    page.set_url_path(parent)

    answer = page.make_preview_request(preview_mode="")

    assert answer.status_code == 200
    assert "Delta League New Cup" in text_of(answer.render())


def test_a_published_page_is_looked_at_with_its_new_words_and_its_settings_in_force():
    page = TournamentFactory(title="Old name", capacity=16).page.specific
    page.title, page.capacity = "New name", 99

    text = text_of(page.make_preview_request(preview_mode="").render())

    assert "New name" in text
    assert "0 / 16 Places taken" in text


# --- parts that are fetched again ----------------------------------------------------------


def test_the_standings_can_be_fetched_alone(client):
    cup = TournamentFactory(status=Status.LIVE)
    drawn_stage(cup, entrants_of(cup, ["Ana", "Ben", "Cy", "Dee"]), GROUPS)

    answer = client.get(f"/t/{cup.slug}/standings/")

    assert "Group B" in answer.content.decode()
    assert "<html" not in answer.content.decode()


# --- kept pages --------------------------------------------------------------------------------


@pytest.fixture
def _kept(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("_kept")
def test_a_result_is_seen_at_once_on_a_kept_page(client, django_assert_num_queries):
    cup = TournamentFactory(status=Status.LIVE)
    stage = drawn_stage(cup, entrants_of(cup, ["Ana", "Ben"]), KNOCKOUT)
    for _time in range(2):
        client.get(cup.page.url)
    with django_assert_num_queries(1):
        kept = client.get(cup.page.url)
    played(stage.matches.get(), (2, 1))

    assert "Final: Ana against Ben" in kept.content.decode()
    assert "Final: Ana 2, Ben 1" in client.get(cup.page.url).content.decode()


@pytest.mark.usefixtures("_kept")
def test_a_change_of_words_is_seen_at_once_on_a_kept_page(client):
    cup = TournamentFactory(title="Old name")
    for _time in range(3):
        client.get(cup.page.url)
    page = cup.page.specific
    page.title = "New name"
    page.save_revision().publish()

    assert "New name" in text_of(client.get(cup.page.url))


@pytest.mark.usefixtures("_kept")
def test_a_kept_page_ends_with_its_phase(client, monkeypatch):
    closes = timezone.now() + timedelta(seconds=30)
    cup = TournamentFactory(registration_closes_at=closes)
    for _time in range(3):
        client.get(cup.page.url)
    monkeypatch.setattr(timezone, "now", lambda: closes)

    assert "Ready for the draw" in text_of(client.get(cup.page.url))


@pytest.mark.usefixtures("_kept")
def test_a_kept_list_follows_the_status_of_its_tournaments(client):
    cup = TournamentFactory()
    address = tournament_index().url
    for _time in range(3):
        client.get(address)
    move(cup, Status.LIVE)

    assert "Live" in text_of(client.get(address))


@pytest.mark.usefixtures("_kept")
def test_what_is_kept_for_everybody_names_nobody(client):
    cup = TournamentFactory()
    member = Client()
    member.force_login(UserFactory(username="rahim"))
    own = member.get(cup.page.url)
    public = [client.get(cup.page.url) for _time in range(3)][-1]

    assert "rahim" in own.content.decode()
    assert "rahim" not in public.content.decode()
    assert "csrfmiddlewaretoken" not in public.content.decode()
    assert not public.cookies
