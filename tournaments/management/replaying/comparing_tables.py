"""Tables of the site beside those of the file."""

from collections.abc import Iterator, Mapping, Sequence

from tournaments.brackets.standings import GroupTable
from tournaments.engine.standings import Row
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroup,
    RecordedRow,
    RecordedSwiss,
    SwissRow,
)

TeamOf = Mapping[int, str]


def group_table(
    table: GroupTable, group: RecordedGroup, team_of: TeamOf, event: RecordedEvent
) -> Iterator[str]:
    yield from _order(table, [row.team for row in group.standing], group.name, team_of, event)
    for row in table.rows:
        if row.tied:
            yield f"{group.name}: {event.called(team_of[row.entrant])} is level with another"
    rows = {team_of[row.entrant]: row for row in table.rows}
    for line in group.standing:
        if line.team in rows:
            where = f"{group.name}, {event.called(line.team)}"
            yield from _unlike(_figures(rows[line.team]), _recorded(line), where)


def swiss_table(
    table: GroupTable, stage: RecordedSwiss, team_of: TeamOf, event: RecordedEvent
) -> Iterator[str]:
    """The figures of every team, and the order where the file lists the teams by rank."""
    if stage.is_by_rank:
        yield from _order(table, [row.team for row in stage.standing], stage.name, team_of, event)
    rows = {team_of[row.entrant]: row for row in table.rows}
    for line in stage.standing:
        if line.team in rows:
            where = f"{stage.name}, {event.called(line.team)}"
            yield from _unlike(_swiss_figures(rows[line.team]), _swiss_recorded(line), where)


def _order(
    table: GroupTable,
    recorded: Sequence[str],
    where: str,
    team_of: TeamOf,
    event: RecordedEvent,
) -> Iterator[str]:
    ranked = [team_of[row.entrant] for row in table.rows]
    if ranked != list(recorded):
        site, file = (", ".join(map(event.called, teams)) for teams in (ranked, recorded))
        yield f"{where}: the site ranks {site}; the file {file}"


def _unlike(site: Mapping[str, object], file: Mapping[str, object], where: str) -> Iterator[str]:
    for word, recorded in file.items():
        if recorded is not None and site[word] != recorded:
            yield f"{where}: {word} {site[word]}, the file has {recorded}"


WORDS = ("won", "drawn", "lost", "scored", "conceded", "points")


def _figures(row: Row) -> dict[str, object]:
    return {word: getattr(row, word) for word in WORDS}


def _recorded(line: RecordedRow) -> dict[str, object]:
    return {word: getattr(line, word) for word in WORDS}


def _swiss_figures(row: Row) -> dict[str, object]:
    return {"wins": row.won, "losses": row.lost, "buchholz": row.values["buchholz_difference"]}


def _swiss_recorded(line: SwissRow) -> dict[str, object]:
    return {"wins": line.wins, "losses": line.losses, "buchholz": line.buchholz}
