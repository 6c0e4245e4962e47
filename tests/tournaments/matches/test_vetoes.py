from datetime import timedelta

import pytest
from django.conf import settings as site
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.formats import LOBBY
from tests.factories.matchday import MAPS, pass_time, veto_final
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.limits import LimitReached
from tournaments.core.models import Event, Game
from tournaments.core.versions import current_versions
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture, Veto, VetoAction

pytestmark = pytest.mark.django_db


def begun(**settings) -> Match:
    match = veto_final(**settings)
    operations.begin_veto(match, by=organizer_of(match.tournament))
    return match


def take(match: Match, name: str, slot: int) -> Veto:
    return operations.veto_map(match, map=name, by=player_of(match, slot))


def taken(match: Match) -> list[tuple]:
    actions = VetoAction.objects.filter(veto__match=match)
    return [(each.number, each.kind, each.map, each.slot, each.by_id) for each in actions]


def refusal_of(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def test_two_sides_find_the_maps_of_a_best_of_three():
    match = begun()
    one, other = player_of(match, 1), player_of(match, 2)

    for turn, name in enumerate(["Bind", "Split", "Haven", "Lotus", "Ascent", "Sunset"]):
        take(match, name, 1 + turn % 2)

    assert taken(match) == [
        (1, "ban", "Bind", 1, one.pk),
        (2, "ban", "Split", 2, other.pk),
        (3, "pick", "Haven", 1, one.pk),
        (4, "pick", "Lotus", 2, other.pk),
        (5, "ban", "Ascent", 1, one.pk),
        (6, "ban", "Sunset", 2, other.pk),
        (7, "decider", "Icebox", None, None),
    ]
    veto = Veto.objects.get()
    assert veto.finished_at == veto.actions.last().at
    assert Event.objects.get(kind="match.veto_finished").after == {
        "maps": ["Haven", "Lotus", "Icebox"]
    }
    assert refusal_of(take, match, "Icebox", 1) == "over"


def test_the_better_seed_begins():
    match = veto_final()
    low, high = match.sides.order_by("slot")
    low.entrant.seed, high.entrant.seed = 12, 11
    low.entrant.save(update_fields=["seed"])
    high.entrant.save(update_fields=["seed"])

    veto = operations.begin_veto(match, by=organizer_of(match.tournament))

    assert veto.steps[0] == [2, "ban"]
    assert refusal_of(take, match, "Bind", 1) == "not_your_turn"


@pytest.mark.parametrize(
    ("map", "slot", "code"),
    [
        ("Bind", 1, "not_your_turn"),
        ("Ascent", 2, "taken"),
        ("Dust II", 2, "no_map"),
        ("", 2, "no_map"),
    ],
)
def test_a_turn_is_taken_by_whose_it_is_with_a_map_that_is_left(map, slot, code):
    match = begun()
    take(match, "Ascent", 1)

    assert refusal_of(take, match, map, slot) == code
    assert len(taken(match)) == 1


def test_officials_and_strangers_take_no_turns():
    match = begun()
    others = [
        UserFactory(),
        organizer_of(match.tournament),
        player_of(match_of(drawn_cup(2), "F")),
    ]

    codes = {refusal_of(operations.veto_map, match, map="Bind", by=by) for by in others}

    assert codes == {"not_in_match"}


def test_every_change_is_told_to_those_who_watch_the_match():
    match = begun()
    topic = f"match:{match.pk}"
    before = current_versions([topic])[topic]

    take(match, "Bind", 1)

    assert current_versions([topic])[topic] > before


# --- beginning --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"maps": 0}, "no_veto"),
        ({"maps": 2}, "pool_small"),
        ({"best_of": 5, "maps": 4}, "pool_small"),
    ],
)
def test_a_veto_needs_maps_enough(settings, code):
    match = veto_final(**settings)

    assert refusal_of(operations.begin_veto, match, by=organizer_of(match.tournament)) == code


def test_a_lobby_has_no_veto():
    cup = drawn_cup(4, stages=[LOBBY])
    Game.objects.update(map_pool=MAPS)
    match = Match.objects.filter(stage__tournament=cup).first()

    assert refusal_of(operations.begin_veto, match, by=organizer_of(cup)) == "no_veto"


def test_a_veto_begins_once_and_is_no_strangers():
    match = veto_final()
    staff = [staff_of(match.tournament, role) for role in ("caster", "verifier", "moderator")]

    for by in (UserFactory(), organizer_of(drawn_cup(2)), *staff):
        assert refusal_of(operations.begin_veto, match, by=by) == "not_organizer"
    operations.begin_veto(match, by=staff_of(match.tournament, StaffRole.REFEREE))
    assert refusal_of(operations.begin_veto, match, by=player_of(match)) == "begun"


def test_a_side_begins_once_both_are_there():
    match = veto_final(match_check_in_minutes=15)
    Fixture.objects.create(match=match, starts_at=timezone.now())
    assert refusal_of(operations.begin_veto, match, by=player_of(match)) == "not_there"

    for slot in (1, 2):
        operations.check_in_side(
            match, entrant=match.sides.get(slot=slot).entrant, by=player_of(match, slot)
        )

    assert operations.begin_veto(match, by=player_of(match)).match == match


def test_without_check_in_a_side_begins_when_both_are_expected(monkeypatch):
    match = veto_final()
    Fixture.objects.create(match=match, starts_at=timezone.now() + timedelta(hours=1))
    assert refusal_of(operations.begin_veto, match, by=player_of(match)) == "too_early"

    pass_time(monkeypatch, hours=1)

    assert operations.begin_veto(match, by=player_of(match)).match == match


@pytest.mark.parametrize("status", ["pending", "reported", "disputed", "completed", "void"])
def test_a_match_that_is_not_about_to_be_played_has_no_veto(status):
    match = begun()
    Match.objects.update(status=status, decided_by="played")

    assert refusal_of(take, match, "Bind", 1) == "not_ready"
    Veto.objects.all().delete()
    assert refusal_of(operations.begin_veto, match, by=player_of(match)) == "not_ready"


def test_the_pool_of_a_veto_stays_as_it_was(monkeypatch):
    match = begun()
    Game.objects.update(map_pool=["Another", "And another", "And a third"], veto_seconds=5)
    pass_time(monkeypatch, seconds=59)

    take(match, "Sunset", 1)

    assert taken(match)[0][2] == "Sunset"


# --- where a side begins --------------------------------------------------------------


def found() -> Match:
    """A best of three whose maps are found: steps 3 and 4 are picks, 7 the decider."""
    match = begun()
    for turn, name in enumerate(["Bind", "Split", "Haven", "Lotus", "Ascent", "Sunset"]):
        take(match, name, 1 + turn % 2)
    return match


@pytest.mark.parametrize(("number", "chooser"), [(3, 2), (4, 1), (7, 1)])
def test_the_side_that_did_not_settle_the_map_chooses_once(number, chooser):
    match = found()
    choose = operations.choose_start

    assert (
        refusal_of(choose, match, number=number, side="Attack", by=player_of(match, 3 - chooser))
        == "not_your_choice"
    )
    action = choose(match, number=number, side="Defence", by=player_of(match, chooser))

    assert (action.start_side, action.start_slot) == ("Defence", chooser)
    assert (
        refusal_of(choose, match, number=number, side="Attack", by=player_of(match, chooser))
        == "chosen"
    )


@pytest.mark.parametrize(
    ("number", "side", "code"),
    [(1, "Attack", "no_choice"), (99, "Attack", "no_choice"), (3, "Sideways", "no_such_side")],
)
def test_only_a_side_of_the_game_on_a_map_that_is_played(number, side, code):
    match = found()

    assert (
        refusal_of(operations.choose_start, match, number=number, side=side, by=player_of(match, 2))
        == code
    )


def test_a_side_is_chosen_while_the_veto_goes_on():
    match = begun()
    for turn, name in enumerate(["Bind", "Split", "Haven"]):
        take(match, name, 1 + turn % 2)

    operations.choose_start(match, number=3, side="Attack", by=player_of(match, 2))
    take(match, "Lotus", 2)

    assert len(taken(match)) == 4


# --- time ---------------------------------------------------------------------------


def test_who_is_too_slow_finds_the_turn_taken(monkeypatch):
    match = begun()
    pass_time(monkeypatch, seconds=60)

    assert refusal_of(take, match, "Sunset", 1) == "not_your_turn"
    take(match, "Sunset", 2)

    assert taken(match) == [
        (1, "ban", "Ascent", 1, None),
        (2, "ban", "Sunset", 2, player_of(match, 2).pk),
    ]


@pytest.mark.parametrize("looks", [1, 3, 40])
def test_after_an_outage_the_maps_are_the_same_however_often_time_decides(monkeypatch, looks):
    begun()
    start = Veto.objects.get().turn_began_at
    for look in range(1, looks + 1):
        moment = start + timedelta(hours=look / looks)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        operations.let_time_decide(Veto.objects.get().pk)

    actions = list(VetoAction.objects.order_by("number"))
    assert [each.map for each in actions] == MAPS
    assert [(each.at - start).total_seconds() for each in actions] == [
        *range(60, 361, 60),
        360,
    ]
    assert Veto.objects.get().finished_at == actions[-1].at
    assert Event.objects.filter(kind="match.veto_finished").count() == 1


def test_without_a_limit_time_decides_nothing(monkeypatch):
    match = begun(seconds=0)
    pass_time(monkeypatch, days=3)

    operations.let_time_decide(Veto.objects.get().pk)

    assert taken(match) == []


def test_time_decides_nothing_once_the_match_is_over(monkeypatch):
    match = begun()
    win(match)
    pass_time(monkeypatch, hours=1)

    operations.let_time_decide(Veto.objects.get().pk)

    assert taken(match) == []


def test_the_job_looks_at_every_veto_that_goes_on(monkeypatch, drain_queue):
    first, second, over = begun(), begun(), found()
    drain_queue()
    pass_time(monkeypatch, minutes=30)

    tasks.decide_vetoes()

    assert drain_queue().count("tournaments.matches.tasks.decide_veto") == 2
    assert [len(taken(match)) for match in (first, second, over)] == [7, 7, 7]
    operations.let_time_decide(987654321)


def test_the_job_that_dies_half_way_is_run_again(monkeypatch):
    match = begun()
    pass_time(monkeypatch, minutes=30)
    veto = Veto.objects.get()
    create, made = VetoAction.objects.create, []

    def die_at_the_third(**values):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(create(**values))
        return made[-1]

    with monkeypatch.context() as patched:
        patched.setattr(VetoAction.objects, "create", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            operations.let_time_decide(veto.pk)
    assert taken(match) == []

    operations.let_time_decide(veto.pk)
    operations.let_time_decide(veto.pk)

    assert [each[2] for each in taken(match)] == MAPS
    assert Event.objects.filter(kind="match.veto_finished").count() == 1


def test_the_limit_counts_what_stood(settings):
    settings.RATE_LIMITS = {**site.RATE_LIMITS, "veto": (1, 3600)}
    match = begun()
    assert refusal_of(take, match, "Nowhere", 1) == "no_map"
    take(match, "Bind", 1)
    take(match, "Haven", 2)

    with pytest.raises(LimitReached):
        take(match, "Lotus", 1)
