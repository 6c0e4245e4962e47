"""What a replay came to."""

from dataclasses import dataclass

from tournaments.brackets.models import Match
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Tournament
from tournaments.management.replaying.records import RecordedEvent


@dataclass(frozen=True, slots=True)
class Report:
    """Counts and honours by the site, and every difference from the file."""

    event: str
    tournament: str
    stages: list[dict]
    placements: list[dict]
    certificates: int
    differences: list[str]

    def as_dict(self) -> dict:
        return {name: getattr(self, name) for name in self.__slots__}

    def as_text(self) -> str:
        lines = [self.event]
        for stage in self.stages:
            tables = f", {stage['groups']} group tables" if stage["groups"] else ""
            lines.append(f"  {stage['name']}: {stage['matches']} matches{tables}")
        lines += [f"  {place['place']}. {place['name']}" for place in self.placements[:4]]
        lines.append(f"  {self.certificates} certificates")
        lines += [f"  DIFFERENCE {difference}" for difference in self.differences]
        count = len(self.differences)
        lines.append(f"{count} difference{'' if count == 1 else 's'}")
        return "\n".join(lines)


def report_on(event: RecordedEvent, tournament: Tournament, differences: list[str]) -> Report:
    placements = tournament.placements.select_related("entrant")
    return Report(
        event=event.name,
        tournament=tournament.slug,
        stages=[
            {
                "name": stage.name,
                "format": stage.format,
                "matches": stage.matches.filter(status=Match.Status.COMPLETED).count(),
                "groups": len(group_tables(stage)) if stage.format == "round_robin" else 0,
            }
            for stage in tournament.drawn_stages.all()
            if stage.drawn_at
        ],
        placements=[{"place": place.label, "name": place.entrant.name} for place in placements],
        certificates=tournament.certificates.count(),
        differences=differences,
    )
