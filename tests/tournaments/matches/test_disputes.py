import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, names_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.play import LEAGUE
from tests.factories.reports import LOST, WON, disputed, opened_dispute, report
from tests.factories.staff import moderator_of, staff_of
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict
from tournaments.control import operations as control
from tournaments.core.capabilities import StaffRole
from tournaments.core.limits import LimitReached
from tournaments.core.models import Tournament
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.matches.models import Dispute

pytestmark = pytest.mark.django_db

Status = Dispute.Status


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def facts(match: Match) -> tuple:
    """What the match stands at: its status, its winner, how it was decided."""
    match = Match.objects.get(pk=match.pk)
    winner = match.sides.filter(is_winner=True).values_list("slot", flat=True).first()
    return match.status, winner, match.decided_by


def refused(operation, *args, **words) -> str:
    with pytest.raises(Refused) as refusal:
        operation(*args, **words)
    return refusal.value.code


def ruling(match: Match, *games: Game, by=None, text="The video shows it.") -> dict:
    return {
        "verdict": operations.played(match, games or [WON]),
        "text": text,
        "by": by or organizer_of(match.tournament),
    }


# --- opening ---------------------------------------------------------------------------


def test_a_side_disputes_before_anybody_reports(match):
    dispute = opened_dispute(match, 2, text=" They used a script. ")

    assert facts(match) == ("disputed", None, "")
    assert (dispute.text, dispute.opened_by, dispute.entrant.name, dispute.match_was) == (
        *("They used a script.", player_of(match, 2), "P2"),
        "ready",
    )


def test_an_official_disputes_for_no_side(match):
    official = staff_of(match.tournament, StaffRole.REFEREE)

    dispute = operations.open_dispute(match, reason="other", text="I saw it.", by=official)

    assert (dispute.opened_by, dispute.entrant) == (official, None)


def test_there_is_one_dispute_of_a_match_at_a_time(match):
    opened_dispute(match)

    assert refused(opened_dispute, match, 2) == "disputed"
    assert Dispute.objects.count() == 1


def test_only_those_of_the_match_dispute_it(match):
    words = {"reason": "other", "text": "No!"}
    others = [
        UserFactory(),
        moderator_of(match.tournament),
        organizer_of(drawn_cup(2)),
    ]

    codes = [refused(operations.open_dispute, match, by=user, **words) for user in others]

    assert (codes, facts(match)[0]) == (["not_in_match"] * 3, "ready")


def test_a_dispute_says_why(match):
    assert refused(opened_dispute, match, text="  ") == "no_text"
    assert facts(match)[0] == "ready"


def test_what_is_over_is_corrected_and_not_disputed(match):
    report(match, 1)
    report(match, 2)

    assert refused(opened_dispute, match) == "decided"


def test_too_many_disputes_are_too_often(match, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "dispute": (1, 3600)}
    operations.cancel_dispute(opened_dispute(match), by=player_of(match))

    with pytest.raises(LimitReached):
        opened_dispute(match)


# --- ruling ----------------------------------------------------------------------------


def test_a_ruling_decides_whatever_the_sides_reported():
    cup = drawn_cup(4)
    match = match_of(cup, "W1-1")
    dispute = disputed(match)

    operations.rule(dispute, **ruling(match, Game(7, 3)))

    dispute.refresh_from_db()
    assert facts(match) == ("completed", 1, "played")
    assert names_of(match_of(cup, "F").sides) == ["P1", None]
    assert (dispute.status, dispute.ruling, dispute.closed_by, dispute.outcome) == (
        *("resolved", "The video shows it.", organizer_of(cup)),
        {"decided_by": "played", "winner": 1, "score": [7, 3]},
    )


@pytest.mark.parametrize(
    ("verdict", "ended"),
    [
        (operations.forfeited([1]), ("completed", 2, "forfeit")),
        (operations.forfeited([1, 2]), ("completed", None, "double_forfeit")),
        (
            operations.forfeited([2], Match.DecidedBy.DISQUALIFICATION),
            ("completed", 1, "disqualification"),
        ),
    ],
)
def test_a_ruling_may_be_against_one_side_or_both(match, verdict, ended):
    dispute = disputed(match)

    operations.rule(dispute, **(ruling(match) | {"verdict": verdict}))

    assert facts(match) == ended


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(Match.DecidedBy.PLAYED, 2),
        Verdict(Match.DecidedBy.FORFEIT, None),
        Verdict(Match.DecidedBy.DOUBLE_FORFEIT, 1),
    ],
)
def test_a_ruling_names_the_winner_that_fits(match, verdict):
    dispute = disputed(match)

    code = refused(operations.rule, dispute, **(ruling(match) | {"verdict": verdict}))

    assert (code, facts(match)[0]) == ("no_winner", "disputed")


def test_a_ruling_says_why(match):
    assert refused(operations.rule, disputed(match), **ruling(match, text=" ")) == "no_text"


def test_an_organizer_who_plays_rules_on_nothing(match):
    player = player_of(match)
    match.tournament.organizer.group.user_set.add(player)
    dispute = disputed(match)

    codes = [
        refused(operations.take_dispute, dispute, by=player),
        refused(operations.rule, dispute, **ruling(match, by=player)),
        refused(operations.dismiss, dispute, text="Mine!", by=player),
    ]

    assert (codes, facts(match)[0]) == (["conflict_of_interest"] * 3, "disputed")


def test_only_officials_who_rule_on_disputes_rule(match):
    dispute = disputed(match)
    for user in (
        player_of(match),
        UserFactory(),
        moderator_of(match.tournament),
        organizer_of(drawn_cup(2)),
    ):
        assert refused(operations.take_dispute, dispute, by=user) == "not_organizer"
        assert refused(operations.rule, dispute, **ruling(match, by=user)) == "not_organizer"
        assert refused(operations.escalate, dispute, text="!", by=user) == "not_organizer"
        assert refused(operations.dismiss, dispute, text="!", by=user) == "not_organizer"
    assert facts(match)[0] == "disputed"


def test_what_is_closed_is_not_ruled_on_again(match):
    dispute = disputed(match)
    operations.rule(dispute, **ruling(match))

    codes = [
        refused(operations.rule, dispute, **ruling(match, LOST)),
        refused(operations.dismiss, dispute, text="No.", by=organizer_of(match.tournament)),
        refused(operations.take_dispute, dispute, by=organizer_of(match.tournament)),
        refused(operations.escalate, dispute, text="!", by=organizer_of(match.tournament)),
    ]

    assert (codes, facts(match)[1]) == (["closed"] * 4, 1)


def test_nothing_is_ruled_on_in_a_tournament_that_is_not_live(match):
    dispute = disputed(match)
    Tournament.objects.filter(pk=match.tournament.pk).update(status="cancelled")

    assert refused(operations.rule, dispute, **ruling(match)) == "not_live"


# --- looking into it, and handing it on ------------------------------------------------


def test_one_official_looks_into_a_dispute(match):
    dispute = disputed(match)
    referee = staff_of(match.tournament, StaffRole.REFEREE)

    taken = operations.take_dispute(dispute, by=referee)

    assert (taken.status, taken.taken_by) == (Status.UNDER_REVIEW, referee)
    assert refused(operations.take_dispute, dispute, by=organizer_of(match.tournament)) == "taken"


def test_what_is_handed_on_is_for_the_organizer(match):
    dispute = disputed(match)
    referee = staff_of(match.tournament, StaffRole.REFEREE)
    assert refused(operations.escalate, dispute, text="", by=referee) == "no_text"
    operations.escalate(dispute, text="I know one of them.", by=referee)

    assert refused(operations.rule, dispute, **ruling(match, by=referee)) == "escalated"
    assert refused(operations.dismiss, dispute, text="!", by=referee) == "escalated"
    assert refused(operations.escalate, dispute, text="!", by=referee) == "escalated"
    operations.rule(dispute, **ruling(match))

    assert facts(match)[:2] == ("completed", 1)


def test_an_organizer_who_plays_hands_it_on_to_those_who_run_the_site(match):
    player = player_of(match)
    match.tournament.organizer.group.user_set.add(player)
    dispute = disputed(match)

    operations.escalate(dispute, text="I play in it.", by=player)
    operations.rule(dispute, **ruling(match, by=UserFactory(is_superuser=True)))

    event = match.tournament.events.get(kind="dispute.escalated")
    assert (event.after["to_site"], event.reason) == (True, "I play in it.")
    assert facts(match)[0] == "completed"


def test_the_organizer_hands_it_on_once_more_and_then_only_the_site_decides(match):
    dispute, organizer = disputed(match), organizer_of(match.tournament)
    operations.escalate(dispute, text="Too much.", by=staff_of(match.tournament, StaffRole.REFEREE))
    operations.escalate(dispute, text="I know them both.", by=organizer)

    assert refused(operations.escalate, dispute, text="!", by=organizer) == "escalated"
    assert refused(operations.rule, dispute, **ruling(match, by=organizer)) == "escalated"
    assert refused(operations.dismiss, dispute, text="!", by=organizer) == "escalated"
    operations.rule(dispute, **ruling(match, by=UserFactory(is_superuser=True)))

    assert facts(match)[:2] == ("completed", 1)


# --- dismissing, and taking back ---------------------------------------------------------


def test_a_dismissed_dispute_lets_the_first_report_stand():
    cup = drawn_cup(4)
    match = match_of(cup, "W1-1")
    report(match, 2, LOST)
    report(match, 2, Game(0, 3))  # its own word, replaced
    report(match, 1, WON)

    operations.dismiss(match.disputes.get(), text="The picture is clear.", by=organizer_of(cup))

    dispute = match.disputes.get()
    assert facts(match) == ("completed", 2, "played")
    assert names_of(match_of(cup, "F").sides) == ["P4", None]
    assert (dispute.status, dispute.outcome["score"]) == ("dismissed", [0, 3])


def test_dismissed_before_any_report_the_match_is_played_on(match):
    dispute = opened_dispute(match)

    operations.dismiss(dispute, text="Play.", by=organizer_of(match.tournament))

    assert facts(match) == ("ready", None, "")
    report(match, 1)
    report(match, 2)
    assert facts(match)[0] == "completed"


def test_the_side_that_opened_a_dispute_takes_it_back(match):
    report(match, 1)
    dispute = opened_dispute(match, 2)

    code = refused(operations.cancel_dispute, dispute, by=player_of(match, 1))
    operations.cancel_dispute(dispute, by=player_of(match, 2))

    assert (code, facts(match)[0]) == ("not_yours", "reported")
    assert refused(operations.cancel_dispute, dispute, by=player_of(match, 2)) == "closed"


def test_what_two_reports_opened_nobody_takes_back(match):
    dispute = disputed(match)

    codes = [
        refused(operations.cancel_dispute, dispute, by=player_of(match, slot)) for slot in (1, 2)
    ]

    assert (codes, facts(match)[0]) == (["not_yours"] * 2, "disputed")


# --- a whole tournament --------------------------------------------------------------------


@pytest.mark.parametrize("stages", [None, [LEAGUE]])
def test_a_tournament_ends_with_a_ruling_and_a_dismissed_dispute(stages, drain_queue):
    cup = drawn_cup(4, **({"stages": stages} if stages else {}))
    official = organizer_of(cup)
    ways = [
        lambda match: (report(match, 1), report(match, 2)),
        lambda match: operations.rule(disputed(match), **ruling(match)),
        lambda match: operations.dismiss(disputed(match), text="No.", by=official),
    ]
    played = 0
    while match := Match.objects.filter(stage__tournament=cup, status="ready").first():
        ways[played % 3](match)
        played += 1
    drain_queue()

    control.complete(Tournament.objects.get(pk=cup.pk), by=official)
    drain_queue()

    cup.refresh_from_db()
    assert (cup.status, played) == ("completed", 6 if stages else 3)
    assert sorted(Dispute.objects.values_list("status", flat=True)) == (
        ["dismissed"] * (played // 3) + ["resolved"] * (played // 3)
    )
    assert cup.certificates.exists()
