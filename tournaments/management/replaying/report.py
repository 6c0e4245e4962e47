"""What a replay came to."""

from dataclasses import dataclass
from typing import Any

from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import group_tables
from tournaments.management.replaying.comparing import Comparison


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
        lines += [f"  {stage['name']}: {_counted(stage)}" for stage in self.stages]
        lines += [f"  {place['place']}. {place['name']}" for place in self.placements[:4]]
        lines.append(f"  {self.certificates} certificates")
        lines += [f"  DIFFERENCE {difference}" for difference in self.differences]
        count = len(self.differences)
        lines.append(f"{count} difference{'' if count == 1 else 's'}")
        return "\n".join(lines)


def report_on(comparison: Comparison, differences: list[str]) -> Report:
    """``differences`` are all that the replay found, those of ``comparison`` among them."""
    tournament = comparison.tournament
    placements = tournament.placements.select_related("entrant").order_by("first", "entrant__seed")
    stages = tournament.drawn_stages.exclude(drawn_at=None).order_by("number")
    return Report(
        event=comparison.event.name,
        tournament=tournament.slug,
        stages=[_stage(stage, comparison) for stage in stages],
        placements=[{"place": place.label, "name": place.entrant.name} for place in placements],
        certificates=tournament.certificates.count(),
        differences=differences,
    )


def _stage(stage: Stage, comparison: Comparison) -> dict[str, Any]:
    counts: dict[str, Any] = {
        "name": stage.name,
        "format": stage.format,
        "matches": stage.matches.filter(status=Match.Status.COMPLETED).count(),
        "groups": len(group_tables(stage)) if stage.format == "round_robin" else 0,
    }
    if stage.format == "swiss":
        counts["rounds"] = stage.rounds.count()
        counts["pairings"] = comparison.pairings(stage.number)
        counts["recorded_pairings"] = len(comparison.event.stages[stage.number - 1].matches)
    return counts


def _counted(stage: dict[str, Any]) -> str:
    counted = f"{stage['matches']} matches"
    if stage["groups"]:
        return f"{counted}, {stage['groups']} group tables"
    if "rounds" not in stage:
        return counted
    computed, recorded = stage["pairings"], stage["recorded_pairings"]
    how_many = "every pairing" if computed == recorded else f"{computed} of {recorded} pairings"
    return f"{counted} in {stage['rounds']} rounds, {how_many} computed"
