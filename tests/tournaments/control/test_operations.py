import random
import threading

import pytest
from django.db import connection
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from hypothesis import given, settings
from hypothesis import strategies as st

from deltacrown.errors import Refused
from tests.factories import (
    PaidRegistrationFactory,
    ProofFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    completed_cup,
    draw_next,
    drawn_cup,
    entered_cup,
    match_of,
    organizer_of,
    play_all,
    win,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.awards.models import Certificate, Placement
from tournaments.brackets.entering import ties
from tournaments.brackets.models import Match, MatchSide, Stage, StageEntry
from tournaments.brackets.operations import decide_lots, draw, request_draw
from tournaments.control import operations
from tournaments.control.models import Conclusion
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.engine.results import Game
from tournaments.matches.operations import allows_draws, enter_result, forfeit
from tournaments.matches.queries import playable_matches
from tournaments.notifications.models import Notice
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db

WITH_THIRD_PLACE = {**KNOCKOUT, "third_place": True}


# --- cancelling ---------------------------------------------------------------


def test_cancelling_ends_registrations_and_settles_their_payments():
    cup = TournamentFactory(entry_fee=500)
    paid = PaidRegistrationFactory(
        tournament=cup, number=1, status="confirmed", payment__status="verified"
    )
    unpaid = PaidRegistrationFactory(tournament=cup, number=2)
    waiting = ProofFactory(
        payment=PaidRegistrationFactory(
            tournament=cup, number=3, status="awaiting_verification", payment__status="submitted"
        ).payment
    )
    gone = RegistrationFactory(tournament=cup, number=4, status="withdrawn")

    operations.cancel(cup, by=organizer_of(cup), reason=" The venue is flooded. ")

    cup.refresh_from_db()
    assert (cup.status, cup.cancel_reason) == ("cancelled", "The venue is flooded.")
    assert list(cup.registrations.order_by("number").values_list("status", "reason")) == [
        ("cancelled", "The venue is flooded."),
        ("cancelled", "The venue is flooded."),
        ("cancelled", "The venue is flooded."),
        (gone.status, ""),
    ]
    assert {payment.registration: payment.status for payment in Payment.objects.all()} == {
        paid: Payment.Status.REFUND_DUE,
        unpaid: Payment.Status.CANCELLED,
        waiting.payment.registration: Payment.Status.SUBMITTED,
    }
    assert PaymentProof.objects.get().status == PaymentProof.Status.SUBMITTED


def test_cancelling_tells_everybody_why(mailoutbox, drain_queue):
    cup = TournamentFactory()
    team = TeamFactory(size=2)
    RegistrationFactory(tournament=cup, team=team, number=1, registered_by=UserFactory())
    RegistrationFactory(tournament=cup, number=2)
    RegistrationFactory(tournament=cup, number=3, status="rejected")
    told = {
        address
        for registration in cup.registrations.exclude(status="rejected")
        for address in [
            registration.registered_by.email,
            *registration.roster.values_list("user__email", flat=True),
        ]
    }

    operations.cancel(cup, by=organizer_of(cup), reason="The venue is flooded.")
    drain_queue()

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(told)
    assert {mail.subject for mail in mailoutbox} == {f"[DeltaCrown] {cup} is cancelled"}
    assert all("The venue is flooded." in mail.body for mail in mailoutbox)


def test_a_live_tournament_can_be_cancelled_and_takes_no_more_results():
    cup = drawn_cup(4)

    operations.cancel(cup, by=organizer_of(cup), reason="The servers are down.")

    with pytest.raises(Refused) as refusal:
        win(match_of(cup, "W1-1"))
    assert refusal.value.code == "not_live"


def test_cancelling_twice_changes_nothing_more():
    cup = entered_cup(2)
    operations.cancel(cup, by=organizer_of(cup), reason="The first reason.")

    operations.cancel(cup, by=organizer_of(cup), reason="Another.")

    cup.refresh_from_db()
    assert cup.cancel_reason == "The first reason."
    assert Event.objects.filter(kind="tournament.cancelled").count() == 1


@pytest.mark.parametrize("reason", ["", " \n "])
def test_cancelling_needs_a_reason(reason):
    cup = entered_cup(2)

    with pytest.raises(Refused) as refusal:
        operations.cancel(cup, by=organizer_of(cup), reason=reason)

    cup.refresh_from_db()
    assert refusal.value.code == "reason_missing"
    assert cup.status == Tournament.Status.PUBLISHED
    assert not cup.registrations.filter(status="cancelled").exists()


# --- completing and what follows ----------------------------------------------


def test_completing_starts_what_follows():
    cup = completed_cup(4)

    assert cup.status == Tournament.Status.COMPLETED
    assert cup.completed_at
    assert [cup.conclusion.placed_at, cup.conclusion.certified_at, cup.conclusion.announced_at] == [
        None,
        None,
        None,
    ]


def test_completing_twice_changes_nothing_more():
    cup = completed_cup(4)

    operations.complete(cup, by=organizer_of(cup))

    assert Conclusion.objects.count() == 1
    assert Event.objects.filter(kind="tournament.completed").count() == 1


def test_an_open_tournament_is_not_completed():
    cup = drawn_cup(4)

    with pytest.raises(Refused) as refusal:
        operations.complete(cup, by=organizer_of(cup))

    cup.refresh_from_db()
    assert refusal.value.code == "matches_open"
    assert (cup.status, cup.completed_at) == (Tournament.Status.LIVE, None)


def aftermath(cup: Tournament) -> list:
    """Everything that follows a completion, row by row."""
    return [
        list(Placement.objects.filter(tournament=cup).order_by("pk").values()),
        list(Certificate.objects.filter(tournament=cup).order_by("pk").values()),
        list(Notice.objects.filter(event__tournament=cup).order_by("pk").values()),
        list(Conclusion.objects.filter(tournament=cup).values()),
        list(Event.objects.filter(tournament=cup).order_by("pk").values()),
    ]


def test_places_certificates_and_mails_follow(mailoutbox, drain_queue):
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])
    play_all(cup)
    drain_queue()
    mailoutbox.clear()
    operations.complete(cup, by=organizer_of(cup))

    ran = drain_queue()

    assert ran.count("tournaments.control.tasks.conclude") == 3
    assert Conclusion.objects.get(tournament=cup).is_done
    assert [placement.label for placement in cup.placements.all()] == ["1", "2", "3", "4"]
    assert sorted(cup.certificates.values_list("kind", flat=True)) == [
        "champion",
        "participant",
        "runner_up",
        "third_place",
    ]
    certificates = cup.certificates.select_related("entrant__registration__user")
    assert sorted((mail.to[0], mail.subject) for mail in mailoutbox) == sorted(
        (each.entrant.registration.user.email, f"[DeltaCrown] {cup}: your certificate")
        for each in certificates
    )
    for each in certificates:
        [mail] = [mail for mail in mailoutbox if mail.to == [each.entrant.registration.user.email]]
        assert each.get_absolute_url() in mail.body


def test_concluding_again_and_again_changes_nothing(drain_queue):
    cup = completed_cup(4)
    drain_queue()
    before = aftermath(cup)

    for _time in range(5):
        operations.conclude(cup)
    drain_queue()

    assert aftermath(cup) == before


def test_every_task_delivered_twice_gives_the_same_rows(mailoutbox):
    cup = completed_cup(4)
    while row := OrmQ.objects.order_by("pk").first():
        task = row.task
        row.delete()
        for _time in range(2):
            import_string(task["func"])(*task["args"])

    assert cup.placements.count() == cup.certificates.count() == 4
    assert Event.objects.filter(kind="tournament.concluded").count() == 1
    told = [mail.to[0] for mail in mailoutbox if "certificate" in mail.subject]
    assert len(told) == len(set(told)) == 4


def test_every_player_of_a_team_is_told_once(mailoutbox, drain_queue):
    cup = TournamentFactory(participation=Participation.TEAM)
    for number in (1, 2):
        RegistrationFactory(tournament=cup, team=TeamFactory(size=3), number=number)
    draw_next(cup)
    win(match_of(cup, "F"), 1)
    drain_queue()
    mailoutbox.clear()
    operations.complete(cup, by=organizer_of(cup))

    drain_queue()

    told = [mail.to[0] for mail in mailoutbox]
    assert len(told) == len(set(told)) == 6
    assert all(len(each.facts["members"]) == 3 for each in cup.certificates.all())


# --- every tournament comes to an end -----------------------------------------


def play_at_random(cup: Tournament, dice: random.Random) -> None:
    """Play what can be played, in any order, with people who do not show up."""
    official = organizer_of(cup)
    while matches := list(playable_matches(cup).select_related("stage__tournament")):
        match = dice.choice(matches)
        absent = dice.choice([[], [], [1], [2], [1, 2]])
        if absent:
            forfeit(match=match, absent=absent, by=official)
            continue
        level = allows_draws(match) and dice.random() < 0.4
        home = dice.randrange(3)
        game = Game(home, home if level else dice.choice([n for n in range(4) if n != home]))
        games = [game] if level else [game] * (match.best_of // 2 + 1)
        enter_result(match=match, games=games, by=official)


def decide_ties(cup: Tournament, dice: random.Random) -> None:
    for stage in cup.drawn_stages.all():
        while found := ties(stage):
            order = dice.sample(found[0], len(found[0]))
            decide_lots(stage=stage, order=order, by=organizer_of(cup))


def check_ended_well(cup: Tournament) -> None:
    operations.complete(cup, by=organizer_of(cup))
    for _step in range(3):
        operations.conclude(cup)
    open_matches = Match.objects.filter(stage__tournament=cup).exclude(status__in=Match.TERMINAL)
    assert not open_matches.exists()
    placed = list(cup.placements.order_by("first"))
    assert {each.entrant_id for each in placed} == set(cup.entrants.values_list("pk", flat=True))
    place = 1
    while place <= len(placed):
        block = [each for each in placed if each.first == place]
        assert [each.last for each in block] == [place + len(block) - 1] * len(block)
        place += len(block)
    assert cup.certificates.count() == len(placed)
    assert cup.certificates.filter(kind="champion").count() <= 1


@settings(max_examples=20, deadline=None)
@given(
    entrants=st.integers(2, 20),
    third_place=st.booleans(),
    best_of=st.sampled_from([1, 3]),
    seed=st.integers(0, 2**32),
)
def test_a_knockout_always_comes_to_an_end(entrants, third_place, best_of, seed):
    spec = {**KNOCKOUT, "third_place": third_place, "best_of": best_of}
    cup = drawn_cup(entrants, stages=[spec])

    play_at_random(cup, random.Random(seed))

    check_ended_well(cup)


@settings(max_examples=12, deadline=None)
@given(
    groups=st.integers(1, 3),
    size=st.integers(2, 4),
    best_next=st.integers(0, 1),
    seed=st.integers(0, 2**32),
)
def test_groups_and_playoffs_always_come_to_an_end(groups, size, best_next, seed):
    dice = random.Random(seed)
    # The best of the next place are fewer than the groups, and somebody must be next.
    best_next = best_next if groups > 1 else 0
    advance = size - 1 if best_next else dice.choice(range(1 if groups > 1 else 2, size + 1))
    league = {**LEAGUE, "groups": groups, "advance": advance, "best_next": best_next}
    cup = drawn_cup(groups * size, stages=[league, WITH_THIRD_PLACE])

    play_at_random(cup, dice)
    decide_ties(cup, dice)
    draw_next(cup)
    play_at_random(cup, dice)

    check_ended_well(cup)


# --- two at the same time -----------------------------------------------------


def side_by_side(*works) -> None:
    """Run the works in threads that start together, and wait for both."""
    start = threading.Barrier(len(works))

    def run(work) -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_draw_the_same_stage_make_one_bracket():
    cup = entered_cup(6, stages=[WITH_THIRD_PLACE])
    stage = request_draw(tournament=cup, by=organizer_of(cup))

    def work() -> None:
        draw(Stage.objects.select_related("tournament").get(pk=stage.pk))

    side_by_side(work, work)

    assert Entrant.objects.filter(tournament=cup).count() == 6
    assert StageEntry.objects.filter(stage=stage).count() == 6
    assert Match.objects.filter(stage=stage).count() == 8
    assert MatchSide.objects.filter(match__stage=stage).count() == 16
    assert Event.objects.filter(kind="stage.drawn").count() == 1
    stage.refresh_from_db()
    assert (stage.drawn_at is not None, stage.refusal) == (True, "")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_conclude_make_one_of_everything(drain_queue):
    cup = completed_cup(4)

    def work() -> None:
        for _step in range(3):
            operations.conclude(Tournament.objects.get(pk=cup.pk))

    side_by_side(work, work)
    drain_queue()

    assert Conclusion.objects.get(tournament=cup).is_done
    assert cup.placements.count() == cup.certificates.count() == 4
    assert Event.objects.filter(kind="tournament.concluded").count() == 1
    notices = Notice.objects.filter(event__kind="tournament.concluded", channel="email")
    assert notices.count() == notices.values("recipient").distinct().count() == 4


def test_registrations_of_a_completed_tournament_stay_confirmed():
    cup = completed_cup(2)

    assert set(cup.registrations.values_list("status", flat=True)) == {
        Registration.Status.CONFIRMED.value
    }
