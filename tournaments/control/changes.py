"""What a correction changes, as people read it: matches, tables, places and what they earn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournaments.awards.placing import final_placements
from tournaments.brackets.entering import drawable, is_played, stages_of
from tournaments.brackets.models import GameScore, Match, MatchSide, Stage
from tournaments.brackets.standings import group_tables
from tournaments.control.awarded import certificate_lines, place_text, prize_lines
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.matches.places import place_of
from tournaments.matches.queries import matches_of

Status = Match.Status


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes another.

    ``kind`` is match, table, place, prize or certificate.
    """

    kind: str
    subject: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        return _("%(subject)s: %(before)s → %(after)s") % {
            "subject": self.subject,
            "before": self.before,
            "after": self.after,
        }


@dataclass(slots=True)
class Picture:
    """A competition at a moment: what stands where, by what it is called."""

    matches: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    tables: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    prizes: dict[str, tuple[str, str]] = field(default_factory=dict)
    certificates: dict[str, tuple[str, str]] = field(default_factory=dict)


def picture(tournament: Tournament) -> Picture:
    """The competition as it stands now."""
    taken = Picture()
    for match in matches_of(tournament).prefetch_related("sides__games"):
        subject = f"{match.stage.name}, {place_of(match)}"
        taken.matches[match.stage.number, match.code] = (subject, _line(match))
    for stage in stages_of(tournament).values():
        if stage.drawn_at and parse_spec(stage.spec).is_table:
            _note_tables(taken, stage)
    if not _is_over(tournament):
        return taken  # final places are known together, or not at all
    names = dict(tournament.entrants.values_list("pk", "name"))
    blocks = final_placements(tournament)
    for block in blocks:
        place = _("place %(place)s") % {"place": place_text(block)}
        for pk in block.entrants:
            taken.places[names[pk]] = (names[pk], place)
    taken.prizes = prize_lines(tournament, blocks, names)
    taken.certificates = certificate_lines(tournament, blocks, names)
    return taken


def _is_over(tournament: Tournament) -> bool:
    return not drawable(tournament) and all(map(is_played, stages_of(tournament).values()))


def changes(before: Picture, after: Picture) -> list[Change]:
    """Everything that differs, matches first, in the order in which they are played."""
    return [
        *_differing("match", before.matches, after.matches, gone=_("no longer drawn")),
        *_differing("table", before.tables, after.tables, gone=_("not in it")),
        *_differing("place", before.places, after.places, gone=_("open")),
        *_differing("prize", before.prizes, after.prizes, gone=_("open")),
        *_differing("certificate", before.certificates, after.certificates, gone=_("open")),
    ]


def _differing(
    kind: str,
    before: Mapping[object, tuple[str, str]],
    after: Mapping[object, tuple[str, str]],
    *,
    gone: str,
) -> list[Change]:
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, becomes = before.get(key), after.get(key)
        if was != becomes:
            subject = (was or becomes or ("", ""))[0]
            found.append(
                Change(kind, subject, was[1] if was else gone, becomes[1] if becomes else gone)
            )
    return found


def _note_tables(taken: Picture, stage: Stage) -> None:
    for table in group_tables(stage):
        for row in table.rows:
            name = table.entrants[row.entrant].name
            subject = _("%(name)s in %(table)s") % {"name": name, "table": table.group.name}
            standing = _("rank %(rank)d with %(points)s points") % {
                "rank": row.rank,
                "points": float(row.points) if row.points % 1 else int(row.points),
            }
            taken.tables[f"{stage.number}.{table.group.number}", name] = (subject, standing)


def _line(match: Match) -> str:
    """The sides of a match and what came of it: "P1 2–0 P4", "P1 – P4, to be played"."""
    sides = list(match.sides.all())
    names = [_name(side) for side in sides]
    if match.status == Status.VOID:
        return _("%(sides)s, not played") % {"sides": " – ".join(names)}
    if match.status != Status.COMPLETED:
        return _("%(sides)s, to be played") % {"sides": " – ".join(names)}
    if any(side.place for side in sides):
        return _finishes(sides)
    winner = next((side.entrant.name for side in sides if side.is_winner), _("nobody"))
    if any(side.score is None for side in sides):
        line = _("%(sides)s, won by %(winner)s") % {"sides": " – ".join(names), "winner": winner}
    else:
        line = f"{names[0]} {sides[0].score}–{sides[1].score} {names[1]}{_games(match, sides)}"
    if match.decided_by != Match.DecidedBy.PLAYED:
        line += f" ({match.get_decided_by_display()})"
    return line + (_(", after extra time") if match.overtime else "")


def _finishes(sides: list[MatchSide]) -> str:
    """Who came where in a lobby, and who was not there."""
    there = sorted((side for side in sides if side.place), key=lambda side: side.place)
    parts = [
        ngettext(
            "%(place)d. %(name)s (%(kills)d kill)", "%(place)d. %(name)s (%(kills)d kills)", kills
        )
        % {"place": side.place, "name": _name(side), "kills": kills}
        for side in there
        for kills in [side.kills or 0]
    ]
    absent = [_name(side) for side in sides if not side.place]
    if absent:
        parts.append(_("absent: %(names)s") % {"names": ", ".join(absent)})
    return ", ".join(parts)


def _games(match: Match, sides: list[MatchSide]) -> str:
    """The games of a series, and the tie-break of a lone game, in brackets."""
    both = list(zip(*(side.games.all() for side in sides), strict=True))
    told = [
        f"{one.score}–{other.score}" + _tiebreak(one, other)
        for one, other in both
        if match.best_of > 1 or one.tiebreak is not None
    ]
    return f" ({', '.join(told)})" if told else ""


def _tiebreak(one: GameScore, other: GameScore) -> str:
    if one.tiebreak is None:
        return ""
    return _(", tie-break %(one)d–%(other)d") % {"one": one.tiebreak, "other": other.tiebreak}


def _name(side: MatchSide) -> str:
    if side.entrant:
        return side.entrant.name
    return _("nobody") if side.is_bye else _("open")
