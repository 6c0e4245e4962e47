import pytest

from deltacrown.errors import Refused
from tests.factories import (
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    completed_cup,
    entered_cup,
    organizer_of,
)
from tournaments.awards.operations import place_entrants
from tournaments.brackets.models import Stage
from tournaments.brackets.operations import draw
from tournaments.control.seeding import request_draw, take_seeds
from tournaments.core.models import Tournament
from tournaments.core.settings import Seeding
from tournaments.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> Tournament:
    """A cup of four: P1 won it, P2 lost the final, P3 and P4 share the third place."""
    cup = completed_cup(4)
    place_entrants(cup)
    return cup


def seeded_from(earlier: Tournament | None, **settings) -> Tournament:
    return TournamentFactory(seeding=Seeding.EARLIER_EVENT, seeded_from=earlier, **settings)


def enter(cup: Tournament, names: str, *, of: Tournament, **settings) -> None:
    """Register people by their names in the cup ``of``; new ones where there is no such name."""
    people = {each.name: each.user for each in of.registrations.all()}
    for number, name in enumerate(names.split(), start=1):
        known = {"registered_by": people[name]} if name in people else {}
        RegistrationFactory(tournament=cup, number=number, name=name, **known, **settings)


def seeds(cup: Tournament) -> dict[str, int | None]:
    return dict(cup.registrations.order_by("number").values_list("name", "seed"))


def test_the_final_places_are_the_seeds_and_whoever_was_not_there_has_none(earlier):
    cup = seeded_from(earlier)
    enter(cup, "new P4 P2 P3 P1", of=earlier)

    take_seeds(cup, by=organizer_of(cup))

    # Third place is shared: P3 had the better seed there.
    assert seeds(cup) == {"new": None, "P4": 4, "P2": 2, "P3": 3, "P1": 1}


def test_a_team_is_known_by_itself_whoever_enters_it():
    team = TeamFactory()
    earlier = entered_cup(1, participation="team")
    RegistrationFactory(tournament=earlier, team=team)
    for seed, each in enumerate(earlier.registrations.order_by("pk"), start=1):
        entrant = Entrant.objects.create(
            tournament=earlier, registration=each, name=each.name, seed=seed
        )
        earlier.placements.create(entrant=entrant, first=seed, last=seed)
    cup = seeded_from(earlier, participation="team")
    RegistrationFactory(tournament=cup, team=TeamFactory())
    again = RegistrationFactory(tournament=cup, team=team)

    take_seeds(cup, by=organizer_of(cup))

    assert seeds(cup)[again.name] == 1
    assert list(seeds(cup).values()).count(None) == 1


def test_taken_again_they_replace_what_was_set_by_hand_but_not_what_is_locked(earlier):
    cup = seeded_from(earlier)
    enter(cup, "new P4 P2 P3 P1", of=earlier)
    cup.registrations.filter(name="new").update(seed=1)
    cup.registrations.filter(name="P4").update(seed=2, seed_is_locked=True)

    take_seeds(cup, by=organizer_of(cup))
    take_seeds(cup, by=organizer_of(cup))

    assert seeds(cup) == {"new": None, "P4": 2, "P2": 3, "P3": 4, "P1": 1}
    assert cup.events.filter(kind="registration.all_seeded").count() == 1


@pytest.mark.parametrize(("has_earlier", "code"), [(False, "no_earlier"), (True, "no_places")])
def test_seeds_cannot_be_taken_from_what_is_not_over(has_earlier, code):
    cup = seeded_from(entered_cup(2) if has_earlier else None)

    with pytest.raises(Refused) as refusal:
        take_seeds(cup, by=organizer_of(cup))

    assert refusal.value.code == code


def test_the_first_draw_takes_the_seeds_by_itself_after_those_set_by_hand(earlier):
    cup = seeded_from(earlier)
    enter(cup, "new P4 other P1", of=earlier)
    cup.registrations.filter(name="other").update(seed=9)

    stage = request_draw(tournament=cup, by=organizer_of(cup))
    draw(stage)

    stage.refresh_from_db()
    assert stage.refusal == ""
    assert list(cup.entrants.order_by("seed").values_list("name", flat=True)) == [
        "other",
        "P1",
        "P4",
        "new",
    ]


def test_a_draw_that_waits_for_the_places_is_not_asked_for():
    cup = seeded_from(entered_cup(2))
    RegistrationFactory.create_batch(2, tournament=cup)

    with pytest.raises(Refused) as refusal:
        request_draw(tournament=cup, by=organizer_of(cup))

    assert refusal.value.code == "no_places"
    assert not Stage.objects.exists()
    assert not cup.events.exists()


def test_other_seedings_take_nothing_from_anywhere(earlier):
    cup = TournamentFactory(seeded_from=earlier)
    enter(cup, "P2 P1", of=earlier)

    request_draw(tournament=cup, by=organizer_of(cup))

    assert not Registration.objects.filter(tournament=cup).exclude(seed=None).exists()
