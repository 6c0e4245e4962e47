import json

from django.core.management.base import BaseCommand, CommandError

from tournaments.engine.standings import Row, table
from tournaments.engine.trf import CHESS
from tournaments.engine.trf_history import adjustments
from tournaments.engine.types import Invalid, Number
from tournaments.management.options import described, options_in, points_of, whole_of
from tournaments.management.recorded import Recorded, add_file_arguments, recorded

OPTIONS = {"points": "WIN/DRAW/LOSS", "bye": "win|draw|loss", "lots_seed": "NUMBER"}


class Command(BaseCommand):
    help = (
        "Print the table of a recorded tournament, by points and then by the tiebreaks in the "
        "order given. Entrants that nothing separates share a rank. No database is needed."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        add_file_arguments(parser)
        parser.add_argument(
            "--tiebreaks", default="", help="names with commas between them, such as buchholz,wins"
        )
        parser.add_argument(
            "--option", action="append", default=[], metavar="KEY=VALUE", help=described(OPTIONS)
        )
        parser.add_argument("--json", action="store_true", help="print the table as JSON")

    def handle(self, *args, trf, history, tiebreaks: str, option: list[str], **options):
        given = recorded(trf=trf, history=history)
        names = [name.strip() for name in tiebreaks.split(",") if name.strip()]
        criteria = ["points", *(name for name in names if name != "points")]
        try:
            rows = _table(given, criteria, options_in(option, OPTIONS))
        except Invalid as fault:
            raise CommandError(fault.message) from fault
        self._warn(given, rows)
        lines = [_line(given, row, criteria) for row in rows]
        self.stdout.write(json.dumps(lines, indent=2) if options["json"] else _as_text(lines))

    def _warn(self, given: Recorded, rows: list[Row]) -> None:
        if given.report is None:
            return
        for line in given.report.unread:
            self.stderr.write(f"Not read: {line}")
        in_file = {player.number: player.points for player in given.report.players}
        for row in rows:
            number = given.history.id_of(row.entrant)
            if in_file[number] not in (None, row.points):
                self.stderr.write(
                    f"Player {number} has {_figure(row.points)} points by the results, and "
                    f"{_figure(in_file[number])} in the file."
                )


def _table(given: Recorded, criteria: list[str], options: dict[str, str]) -> list[Row]:
    points = points_of(options, usual=given.report.points if given.report else CHESS)
    return table(
        given.history.seeds,
        [result for played in given.history.rounds for result in played],
        points=points,
        tiebreaks=criteria,
        lots_seed=whole_of(options, "lots_seed", what="The seed of the lots"),
        adjustments=adjustments(given.report, points) if given.report else {},
    )


def _line(given: Recorded, row: Row, criteria: list[str]) -> dict[str, object]:
    """A head-to-head says something of those who were tied only; of others it is null."""
    values = {name: _figure(row.values.get(name)) for name in criteria}
    return {"id": given.history.id_of(row.entrant), "rank": row.rank} | values


def _figure(number: Number | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _as_text(lines: list[dict[str, object]]) -> str:
    columns = ["rank", "id", *(name for name in lines[0] if name not in ("rank", "id"))]
    cells = [columns, *([_cell(line[name]) for name in columns] for line in lines)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
