"""What hangs on matches goes with a correction, comes back with its undoing, and blocks neither."""

from datetime import timedelta

import pytest
from django.db.models import CASCADE, ForeignKey
from django.utils import timezone

from tests.factories import UserFactory, draw_next, match_of, organizer_of, win
from tests.factories.formats import SWISS, better_wins, cup_of, entrant_of, pair_next
from tests.factories.play import KNOCKOUT, LEAGUE
from tests.tournaments.control.hung_rows import hang_everything_on, hung_on
from tournaments.brackets.models import Match
from tournaments.control import operations
from tournaments.control.correcting import VOID, correct, preview_correction, undo
from tournaments.control.hanging import HANGING
from tournaments.control.rows import TABLES, rows_of
from tournaments.core.models import Tournament
from tournaments.matches.models import Dispute, MatchCheckIn, Report, Station
from tournaments.matches.operations import forfeited

pytestmark = pytest.mark.django_db
GROUP = {**LEAGUE, "draws": False, "advance": 2}


def ruled(match: Match, verdict=None):
    return correct(match=match, verdict=verdict, by=organizer_of(match.tournament), reason="Wrong.")


def behind_a_group() -> tuple[Tournament, Match, Match]:
    """A correction takes back the stage of the second match."""
    cup = cup_of(GROUP, KNOCKOUT)
    better_wins(cup)
    draw_next(cup)
    return cup, cup.drawn_stages.get(number=1).matches.first(), match_of(cup, "F", stage=2)


def in_a_later_swiss_round() -> tuple[Tournament, Match, Match]:
    cup = cup_of(SWISS)
    better_wins(cup)
    pair_next(cup)
    return cup, match_of(cup, "R1-1"), match_of(cup, "R2-1")


def next_in_a_bracket() -> tuple[Tournament, Match, Match]:
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    return cup, match_of(cup, "W1-1"), match_of(cup, "F")


def played_again() -> tuple[Tournament, Match, Match]:
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    return cup, match_of(cup, "F"), match_of(cup, "F")


SITUATIONS = [behind_a_group, in_a_later_swiss_round, next_in_a_bracket, played_again]


def models_on_matches() -> set[type]:
    """Every model that goes when a match goes, but for the competition itself."""
    found, new = {Match}, {Match}
    while new:
        new = {
            relation.related_model
            for model in new
            for relation in model._meta.related_objects
            if isinstance(relation.field, ForeignKey) and relation.on_delete is CASCADE
        } - found
        found |= new
    return found - {model for model, _path in TABLES.values()}


def test_everything_that_goes_with_a_match_is_carried():
    assert models_on_matches() == {model for model, _path in HANGING.values()}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_undoing_gives_back_every_row_that_hung_on_a_match(situation):
    cup, match, hung = situation()
    hang_everything_on(hung)
    before = rows_of(cup), hung_on(cup)

    correction = ruled(match)
    assert hung_on(cup) != before[1]
    undo(correction, by=organizer_of(cup))

    assert (rows_of(cup), hung_on(cup)) == before


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_preview_leaves_what_hangs_on_matches(situation):
    cup, match, hung = situation()
    hang_everything_on(hung)
    before = hung_on(cup)

    preview_correction(match=match, verdict=None, by=organizer_of(cup))

    assert hung_on(cup) == before


def test_a_match_that_is_open_again_has_nothing_of_the_old_play():
    _cup, match, final = next_in_a_bracket()
    hang_everything_on(final)

    ruled(match)

    fixture = final.fixture
    fixture.refresh_from_db()
    assert not final.reports.filter(live=True).exists()
    assert final.reports.count() == 2
    assert [each.status for each in final.disputes.all()] == [Dispute.Status.CANCELLED]
    assert not final.check_ins.exists()
    assert not hasattr(Match.objects.get(pk=final.pk), "veto")
    assert [each.status for each in final.proposals.all()] == ["withdrawn"]
    assert (fixture.starts_at, fixture.station, fixture.called_at, fixture.started_at) == (
        *(None, None, None, None),
    )
    assert final.chat_messages.count() == 1


def test_a_time_that_is_still_to_come_stays():
    _cup, match, final = next_in_a_bracket()
    hang_everything_on(final)
    later = timezone.now() + timedelta(hours=1)
    type(final.fixture).objects.filter(match=final).update(starts_at=later)

    ruled(match)

    final.fixture.refresh_from_db()
    assert (final.fixture.starts_at, final.fixture.called_at) == (later, None)


def test_matches_that_keep_their_sides_keep_what_hangs_on_them():
    cup, match, _final = next_in_a_bracket()
    other = match_of(cup, "W1-2")
    hang_everything_on(other)
    before = hung_on(cup)

    ruled(match)

    assert hung_on(cup) == before


def test_a_new_time_and_new_words_do_not_stand_against_undoing():
    cup, match, final = next_in_a_bracket()
    hang_everything_on(final)
    correction = ruled(match)
    new = timezone.now() + timedelta(days=1)
    type(final.fixture).objects.filter(match=final).update(starts_at=new)
    MatchCheckIn.objects.create(match=final, entrant=entrant_of(cup, "P2"), by=organizer_of(cup))
    Report.objects.create(match=final, entrant=entrant_of(cup, "P1"), by=organizer_of(cup))

    undo(correction, by=organizer_of(cup))

    final.fixture.refresh_from_db()
    assert final.fixture.starts_at == new  # set since by somebody, who meant it
    assert [each.entrant.name for each in final.check_ins.all()] == ["P1"]
    assert [each.games for each in final.reports.filter(live=True)] == [[[3, 1, None, None]]]


def test_what_pointed_at_something_that_is_gone_returns_without_it():
    cup, match, final = behind_a_group()
    hang_everything_on(final)
    correction = ruled(match)
    Station.objects.all().delete()

    undo(correction, by=organizer_of(cup))

    assert match_of(cup, "F", stage=2).fixture.station is None


@pytest.mark.parametrize("status", ["live", "reported", "disputed"])
@pytest.mark.parametrize("leave", [operations.withdraw_entrant, operations.disqualify_entrant])
def test_who_leaves_ends_a_match_under_way_and_its_dispute(leave, status):
    cup = cup_of(KNOCKOUT)
    match = match_of(cup, "W1-1")
    hang_everything_on(match)
    Match.objects.filter(pk=match.pk).update(status=status)

    leave(entrant_of(cup, "P1"), by=organizer_of(cup), reason="Gone.")

    match.refresh_from_db()
    assert (match.status, match.decided_by) == ("completed", "walkover")
    assert match.sides.get(is_winner=True).entrant.name == "P4"
    assert not match.reports.filter(live=True).exists()
    assert not match.disputes.active().exists()


def test_a_dispute_elsewhere_goes_on_when_somebody_leaves():
    cup = cup_of(KNOCKOUT)
    other = match_of(cup, "W1-2")
    hang_everything_on(other)

    operations.withdraw_entrant(entrant_of(cup, "P1"), by=organizer_of(cup), reason="Gone.")

    assert other.disputes.active().exists()


def test_a_voided_match_has_no_dispute_left():
    cup = cup_of(LEAGUE)
    match = win(match_of(cup, cup.drawn_stages.get().matches.first().code))
    Match.objects.filter(pk=match.pk).update(status="disputed")
    hang_everything_on(match)
    before = rows_of(cup), hung_on(cup)

    correction = ruled(match, VOID)
    assert not match.disputes.active().exists()
    undo(correction, by=organizer_of(cup))

    assert (rows_of(cup), hung_on(cup)) == before


def test_another_verdict_for_the_same_sides_keeps_the_reports():
    cup, _match, final = played_again()
    Report.objects.create(match=final, entrant=entrant_of(cup, "P1"), by=UserFactory())

    ruled(final, forfeited([1]))

    assert final.reports.filter(live=True).count() == 1
