"""A match and a tournament at this moment, as JSON for overlays and screens."""

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.now import MatchLine, Now
from tournaments.matches.places import round_of
from tournaments.matches.sheet import SideSheet, match_sheet


def match_model(match: Match) -> dict:
    """``match``, which ``queries.visible_matches`` has fetched with its fixture."""
    sheet = match_sheet(match)
    fixture = getattr(match, "fixture", None)
    station = fixture.station if fixture else None
    return {
        "id": match.pk,
        "url": match.get_absolute_url(),
        "tournament": _tournament(match.tournament),
        "stage": {
            "number": match.stage.number,
            "name": match.stage.name,
            "format": match.stage.format,
        },
        "bracket": {"code": match.round.bracket, "name": match.round.get_bracket_display()},
        "group": match.group.name if match.group else None,
        "round": {"number": match.round.number, "name": round_of(match)},
        "code": match.code,
        "name": sheet.name,
        "best_of": match.best_of,
        "status": match.status,
        "status_name": match.get_status_display(),
        "decided_by": match.decided_by,
        "story": sheet.story,
        "starts_at": fixture.starts_at if fixture else None,
        "station": station.name if station else None,
        "sides": [_side(side) for side in sheet.sides],
    }


def now_model(tournament: Tournament, now: Now) -> dict:
    return {
        "tournament": _tournament(tournament),
        "counts": {"over": now.over, "left": now.left, "live": now.live},
        "next_start": now.next_at,
        "running": [_line(line) for line in now.running],
        "next": [_line(line) for line in now.following],
    }


def _tournament(tournament: Tournament) -> dict:
    return {
        "slug": tournament.slug,
        "title": tournament.title,
        "status": tournament.status,
        "url": tournament.get_absolute_url(),
    }


def _side(side: SideSheet) -> dict:
    return {
        "name": side.name,
        "is_entrant": side.is_entrant,
        "seed": side.seed,
        "score": side.score,
        "is_winner": side.is_winner,
        "place": side.place,
        "games": [game.score for game in side.games],
    }


def _line(line: MatchLine) -> dict:
    return {
        "id": line.pk,
        "url": line.url,
        "name": line.name,
        "stage": line.stage,
        "best_of": line.best_of,
        "status": line.status,
        "starts_at": line.starts_at,
        "station": line.station or None,
        "sides": [
            {"name": side.name, "score": side.score, "is_winner": side.is_winner}
            for side in line.sides
        ],
    }
