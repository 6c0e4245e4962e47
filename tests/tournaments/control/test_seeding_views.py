import re

import pytest
from django.urls import reverse

from deltacrown.accounts.models import User
from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    UserFactory,
    completed_cup,
    drawn_cup,
    entered_cup,
    organizer_of,
)
from tests.factories.play import LEAGUE
from tournaments.awards.operations import place_entrants
from tournaments.control.seed_list import ROWS_A_PAGE
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def address(cup: Tournament, name: str = "seeds") -> str:
    return reverse(f"control:{name}", args=[cup.slug])


def values(cup: Tournament, **changes) -> dict[str, str]:
    """What a browser sends of the form as it stands, with ``changes`` by name and field."""
    sent = {}
    for each in cup.registrations.all():
        fields = {
            "seed": each.seed or "",
            "rating": "" if each.rating is None else each.rating,
            "region": each.region,
        } | ({"lock": "on"} if each.seed_is_locked else {})
        for field, value in (fields | changes.get(each.name, {})).items():
            sent[f"{field}_{each.pk}"] = str(value)
    return sent


def seeds(cup: Tournament) -> dict[str, int | None]:
    return dict(cup.registrations.order_by("number").values_list("name", "seed"))


def shown(html: str) -> list[str]:
    """Each row as its place, name and first meeting."""
    pattern = (
        r"data-place>([^<]*)</span>.*?<strong>([^<]*)</strong>\s*"
        r'<span class="muted small" data-meets>([^<]*)</span>'
    )
    return [" ".join(row).strip() for row in re.findall(pattern, html, re.DOTALL)]


@pytest.fixture
def official(client):
    """The signed-in organizer's browser, for a cup."""

    def sign_in(cup: Tournament):
        client.force_login(organizer_of(cup))
        return client

    return sign_in


def test_the_list_is_the_order_of_the_draw_and_says_who_meets_whom(official):
    cup = entered_cup(5)
    cup.registrations.filter(name="P5").update(seed=1)
    RegistrationFactory(tournament=cup, name="late", status=Registration.Status.AWAITING_PAYMENT)

    html = official(cup).get(address(cup)).content.decode()

    assert shown(html) == [
        "1 P5 has a bye",
        "2 P1 has a bye",
        "3 P2 has a bye",
        "4 P3 meets P4",
        "5 P4 meets P3",
    ]


def test_what_is_for_the_lot_is_not_told_before(official):
    cup = entered_cup(4, seeding="random", draw_secret="ab" * 32)
    cup.registrations.filter(name="P4").update(seed=1)

    html = official(cup).get(address(cup)).content.decode()

    assert shown(html) == [
        "1 P4",
        "– P1 Place by lot",
        "– P2 Place by lot",
        "– P3 Place by lot",
    ]


def test_in_groups_nobody_meets_by_seed(official):
    cup = entered_cup(2, stages=[LEAGUE])

    assert shown(official(cup).get(address(cup)).content.decode()) == ["1 P1", "2 P2"]


def test_an_earlier_tournament_is_followed_before_its_seeds_are_taken(official):
    earlier = completed_cup(2)
    place_entrants(earlier)
    cup = entered_cup(1, seeding="earlier_event", seeded_from=earlier)
    champion = earlier.registrations.get(name="P1").user
    RegistrationFactory(tournament=cup, number=2, name="Champion", registered_by=champion)
    client = official(cup)

    first = client.get(address(cup)).content.decode()
    client.post(address(cup, "take_seeds"))

    assert shown(first) == ["1 Champion meets P1", "2 P1 meets Champion"]
    assert seeds(cup) == {"P1": None, "Champion": 1}


def test_an_earlier_tournament_without_places_is_named_as_the_fault(official):
    cup = entered_cup(2, seeding="earlier_event", seeded_from=entered_cup(2, title="First Cup"))

    html = official(cup).get(address(cup)).content.decode()

    assert "“First Cup” has no final places yet." in html
    assert [row.split()[1] for row in shown(html)] == ["P1", "P2"]


def test_one_form_writes_everything(official):
    cup = entered_cup(3)
    changes = {
        "P1": {"seed": 2},
        "P2": {"seed": 3, "lock": "on"},
        "P3": {"rating": 0, "region": " Dhaka "},
    }

    page = official(cup).post(address(cup), values(cup, **changes), follow=True)

    assert "The seeds are saved." in page.content.decode()
    fields = ("name", "seed", "seed_is_locked", "rating", "region")
    assert list(cup.registrations.order_by("number").values_list(*fields)) == [
        ("P1", 2, False, None, ""),
        ("P2", 3, True, None, ""),
        ("P3", None, False, 0, "Dhaka"),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"P1": {"seed": 2}, "P2": {"seed": 2}}, "P1 has seed 2 already."),
        ({"P1": {"seed": 1}, "P2": {"lock": "on"}}, "Give the number that is to be locked."),
        ({"P1": {"seed": 1}, "P2": {"seed": 0}}, "greater than or equal to 1"),
        ({"P1": {"seed": 1}, "P2": {"seed": 4}}, "less than or equal to 3"),
        ({"P1": {"seed": 1}, "P2": {"seed": "x"}}, "Enter a whole number."),
        ({"P1": {"seed": 1}, "P2": {"rating": -1}}, "greater than or equal to 0"),
        ({"P1": {"seed": 1}, "P2": {"region": "x" * 61}}, "at most 60 characters"),
        ({"P1": {"seed": 1}, "P2": {"region": "a\0b"}}, "Null characters are not allowed."),
    ],
)
def test_a_fault_stands_at_its_row_and_nothing_is_written(official, changes, message):
    cup = entered_cup(3)

    page = official(cup).post(address(cup), values(cup, **changes)).content.decode()

    row = page[page.index(f'id="row-{cup.registrations.get(name="P2").pk}"') :]
    assert message in row[: row.index("</li>")]
    assert set(seeds(cup).values()) == {None}


def test_an_order_that_the_draw_would_refuse_says_so(official):
    cup = entered_cup(2, capacity=8)
    cup.registrations.filter(name="P1").update(seed=5, seed_is_locked=True)

    html = official(cup).get(address(cup)).content.decode()

    assert "Seed 5 is locked, and there are 2 entrants." in html


@pytest.mark.parametrize(
    ("name", "step", "expected"),
    [
        ("P3", "up", {"P1": 1, "P2": 3, "P3": 2, "P4": None}),
        ("P1", "down", {"P1": 2, "P2": 1, "P3": None, "P4": None}),
        ("P1", "up", dict.fromkeys(["P1", "P2", "P3", "P4"])),
        ("P4", "down", dict.fromkeys(["P1", "P2", "P3", "P4"])),
    ],
)
def test_without_script_a_button_moves_one_place(official, name, step, expected):
    cup = entered_cup(4)
    pk = cup.registrations.get(name=name).pk

    response = official(cup).post(address(cup), values(cup) | {"move": f"{step}-{pk}"})

    assert response.url == f"{address(cup)}#row-{pk}"
    assert seeds(cup) == expected


def test_a_move_goes_around_who_is_locked(official):
    cup = entered_cup(4)
    cup.registrations.filter(name="P2").update(seed=2, seed_is_locked=True)
    pk = cup.registrations.get(name="P3").pk

    official(cup).post(address(cup), values(cup) | {"move": f"up-{pk}"})

    assert seeds(cup) == {"P1": 3, "P2": 2, "P3": 1, "P4": None}


@pytest.mark.parametrize("move", ["", "up", "sideways-1", "up-x", "up-0", "up-999999", "down--1"])
def test_a_move_that_is_none_only_saves(official, move):
    cup = entered_cup(2)

    official(cup).post(address(cup), values(cup, P2={"seed": 1}) | {"move": move})

    assert seeds(cup) == {"P1": None, "P2": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_needs_as_many_queries_for_three_as_for_one(
    official, django_assert_num_queries, count
):
    cup = entered_cup(count, keep_apart="team")
    client = official(cup)
    client.get(address(cup))

    with django_assert_num_queries(10):
        client.get(address(cup))


def test_a_long_list_comes_in_pages_of_one_form_each(official):
    cup = entered_cup(0, capacity=300)
    users = [User(username=f"P{n}", email=f"p{n}@example.com") for n in range(1, ROWS_A_PAGE + 2)]
    Registration.objects.bulk_create(
        Registration(
            tournament=cup,
            user=user,
            registered_by=user,
            name=user.username,
            reference=user.username,
            number=number,
            status=Registration.Status.CONFIRMED,
        )
        for number, user in enumerate(User.objects.bulk_create(users), start=1)
    )
    last = cup.registrations.latest("number")
    client = official(cup)

    page = client.get(address(cup), {"page": 2}).content.decode()
    response = client.post(f"{address(cup)}?page=2", {f"seed_{last.pk}": "1"})

    assert shown(page) == ["201 P201 meets P56"]
    assert response.url == f"{address(cup)}?page=2"
    assert list(cup.registrations.exclude(seed=None)) == [last]


@pytest.mark.parametrize("name", ["seeds", "take_seeds"])
@pytest.mark.parametrize("who", ["visitor", "player", "other organizer"])
def test_nobody_else_seeds(client, name, who):
    cup = entered_cup(2)
    if who == "player":
        client.force_login(cup.registrations.first().user)
    elif who == "other organizer":
        client.force_login(organizer_of(entered_cup(2, organizer=OrganizerFactory())))

    response = client.post(address(cup, name), values(cup, P1={"seed": 1}))

    assert response.status_code == (302 if who == "visitor" else 404)
    assert seeds(cup) == {"P1": None, "P2": None}
    assert client.get(address(cup)).status_code == response.status_code


def test_after_the_draw_the_screen_is_gone(official):
    cup = drawn_cup(2)
    before = seeds(cup)

    for method in ("get", "post"):
        response = getattr(official(cup), method)(address(cup), values(cup), follow=True)
        assert "The draw is made." in response.content.decode()
    assert seeds(cup) == before


def test_the_control_room_leads_to_the_seeds_until_the_draw(official):
    room = [
        official(cup).get(address(cup, "room")).content.decode()
        for cup in (entered_cup(2), drawn_cup(2))
    ]

    assert ["/control/seeds/" in html for html in room] == [True, False]


def test_names_are_words_and_no_markup(official):
    cup = entered_cup(1)
    RegistrationFactory(tournament=cup, number=2, name="<b>x</b>", user=UserFactory())

    assert "<b>x</b>" not in official(cup).get(address(cup)).content.decode()


def test_who_was_not_on_the_page_that_was_sent_keeps_what_there_is(official):
    cup = entered_cup(3)
    sent = values(cup, P1={"seed": 2})
    late = RegistrationFactory(
        tournament=cup, number=4, name="late", seed=1, rating=1500, region="Dhaka"
    )

    official(cup).post(address(cup), sent)

    late.refresh_from_db()
    assert seeds(cup) == {"P1": 2, "P2": None, "P3": None, "late": 1}
    assert (late.rating, late.region) == (1500, "Dhaka")
