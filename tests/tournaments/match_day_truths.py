"""What holds on the day of a tournament, whatever people do."""

from tests.tournaments.brackets.rows_as_board import check_rows
from tests.tournaments.control.hung_rows import hung_on
from tournaments.brackets.entering import drawable, ties
from tournaments.brackets.models import Match
from tournaments.brackets.rounds import is_swiss, next_round_number
from tournaments.brackets.rules import is_open_ladder
from tournaments.control.rows import rows_of
from tournaments.control.rules import check_can_complete, reason_against
from tournaments.core.models import Tournament
from tournaments.matches.models import Dispute, Report

Status = Match.Status


def state(cup: Tournament) -> tuple:
    """The competition and all that hangs on its matches, as values."""
    return rows_of(cup), hung_on(cup)


def check_day(cup: Tournament, *, by) -> None:
    cup.refresh_from_db()
    check_rows(cup)
    check_words(cup)
    assert goes_on(cup, by=by), "nothing can be done, and it is not over"


def check_words(cup: Tournament) -> None:
    """Disputed is what has an active dispute, and reported what one side alone reported."""
    own = {"match__stage__tournament": cup}
    disputed = Dispute.objects.active().filter(**own).values_list("match", flat=True)
    of_cup = Match.objects.filter(stage__tournament=cup)
    assert set(disputed) == set(of_cup.filter(status=Status.DISPUTED).values_list("pk", flat=True))
    live = Report.objects.filter(**own, live=True)
    assert not live.filter(match__status__in=Match.NOT_STARTED).exists()
    reported = of_cup.filter(status=Status.REPORTED).values_list("pk", flat=True)
    assert set(reported) <= set(live.values_list("match", flat=True))


def goes_on(cup: Tournament, *, by) -> bool:
    """Whether something can be played, paired, drawn or decided, or all is over."""
    if cup.status == Tournament.Status.COMPLETED:
        return True
    stages = list(cup.drawn_stages.exclude(drawn_at=None))
    playable = Match.objects.filter(stage__in=stages).exclude(
        status__in=[Status.PENDING, *Match.TERMINAL]
    )
    return (
        playable.exists()
        or any(is_open_ladder(stage) for stage in stages)
        or any(is_swiss(stage) and next_round_number(stage) for stage in stages)
        or any(ties(stage) for stage in stages)
        or bool(drawable(cup))
        or not reason_against(check_can_complete, cup, by=by)
    )
