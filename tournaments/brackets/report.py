"""A stage as a FIDE Tournament Report File, which other pairing programs read."""

from django.utils import timezone

from tournaments.brackets.models import Stage
from tournaments.brackets.standings import contests, group_tables
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.specs import SwissSpec
from tournaments.engine.trf import NAME, Report
from tournaments.engine.trf_report import players_of
from tournaments.engine.trf_writing import written
from tournaments.engine.types import Invalid
from tournaments.registration.models import Registration

LONGEST_NAME = NAME.stop - NAME.start


def report_of(stage: Stage) -> str:
    """The file of a Swiss stage as it stands. Names are cut to what its form has room for.

    Raises ``Refused`` where another value does not fit, such as a rating of five digits.
    """
    spec = parse_spec(stage.spec)
    assert isinstance(spec, SwissSpec), "the file is for Swiss rounds"
    [(_group, contested)] = contests(stage)
    [table] = group_tables(stage)
    tournament = stage.tournament
    rated = Registration.objects.filter(entrant__stage_entries__stage=stage).exclude(rating=None)
    report = Report(
        name=f"{tournament.title}, {stage.name}",
        players=players_of(
            table.rows,
            contested.rounds,
            names={pk: entrant.name[:LONGEST_NAME] for pk, entrant in table.entrants.items()},
            ratings=dict(rated.values_list("entrant", "rating")),
        ),
        rounds=spec.rounds_for(len(table.rows)),
        start=timezone.localdate(tournament.starts_at).strftime("%Y/%m/%d"),
        points=spec.points,
    )
    try:
        return written(report)
    except Invalid as error:
        raise refused(error) from error
