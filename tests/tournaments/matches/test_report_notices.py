import pytest

from deltacrown.accounts.models import User
from tests.factories import TeamFactory, UserFactory, drawn_cup, match_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.reports import disputed, enter_team, make_older, opened_dispute, report
from tests.factories.staff import moderator_of, staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.matches import operations
from tournaments.notifications.kinds import WRITERS, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    match = match_of(drawn_cup(2), "F")
    organizer_of(match.tournament)
    return match


def messages(match: Match, kind: str) -> list[Message]:
    """What the newest event of ``kind`` makes known."""
    event = match.tournament.events.filter(kind=kind).latest("pk")
    return WRITERS[kind](event)


def told(match: Match, kind: str) -> list[list[User]]:
    return [list(message.recipients) for message in messages(match, kind)]


def test_the_other_side_is_told_of_a_report_and_until_when_it_can_answer(match):
    report(match, 1)

    [message] = messages(match, "report.made")

    assert list(message.recipients) == [player_of(match, 2)]
    assert "P1 has reported the result of P1 – P2." in message.text
    assert (message.path, message.is_urgent) == (match.get_absolute_url(), True)


def test_nobody_is_told_of_a_report_that_waits_for_nothing(match):
    report(match, 1)
    report(match, 2)

    assert messages(match, "report.made") == []


def test_a_stranger_whose_key_is_that_of_a_team_is_never_told(match):
    team = TeamFactory(pk=66_001)
    stranger = UserFactory(pk=team.pk)
    enter_team(match, 2, team)
    report(match, 1)
    dispute = opened_dispute(match, 2)
    operations.dismiss(dispute, text="No.", by=organizer_of(match.tournament))

    kinds = ("report.made", "dispute.opened", "dispute.dismissed")
    everybody = [user for kind in kinds for people in told(match, kind) for user in people]
    assert stranger not in everybody
    assert player_of(match, 2) in everybody


def test_both_sides_are_told_that_a_report_stood(match):
    report(match, 1)
    make_older(match)
    operations.accept_silent(match.pk)

    [message] = messages(match, "report.unanswered")

    assert list(message.recipients) == [player_of(match, 1), player_of(match, 2)]
    assert "Nobody answered the report of P1 in time" in message.text


def test_of_a_dispute_the_sides_and_the_officials_who_rule_are_told(match):
    cup = match.tournament
    referee, _moderator = staff_of(cup, StaffRole.REFEREE), moderator_of(cup)
    opened_dispute(match, 1, text="Look!")

    sides, officials = messages(match, "dispute.opened")

    assert list(sides.recipients) == [player_of(match, 2)]  # the other one opened it
    assert list(officials.recipients) == [organizer_of(cup), referee]
    assert "The reason: Cheating. Look!" in officials.text


def test_what_is_handed_on_reaches_the_organizer_and_then_the_site(match):
    cup, root = match.tournament, UserFactory(is_superuser=True)
    operations.escalate(disputed(match), text="?", by=staff_of(cup, StaffRole.REFEREE))
    assert told(match, "dispute.escalated") == [[organizer_of(cup)]]

    other = match_of(drawn_cup(2), "F")
    operations.escalate(disputed(other), text="?", by=organizer_of(other.tournament))
    assert told(other, "dispute.escalated") == [[root]]


def test_an_organizer_who_plays_is_passed_over(match):
    cup, root = match.tournament, UserFactory(is_superuser=True)
    cup.organizer.group.user_set.set([player_of(match)])

    operations.escalate(disputed(match), text="?", by=staff_of(cup, StaffRole.REFEREE))

    assert told(match, "dispute.escalated") == [[root]]


def test_both_sides_read_the_ruling(match):
    verdict = operations.forfeited([2])
    by = organizer_of(match.tournament)
    operations.rule(disputed(match), verdict=verdict, text="P2 left.", by=by)

    [message] = messages(match, "dispute.resolved")

    assert list(message.recipients) == [player_of(match, 1), player_of(match, 2)]
    assert "The ruling: P2 left." in message.text


def test_of_a_dispute_that_is_taken_back_the_other_side_is_told(match):
    report(match, 1)
    operations.cancel_dispute(opened_dispute(match, 2), by=player_of(match, 2))
    assert told(match, "dispute.cancelled") == [[player_of(match, 1)]]

    disputed_again = opened_dispute(match, 2)
    operations.retire_reports([disputed_again.match])
    assert messages(match, "dispute.cancelled") == []
