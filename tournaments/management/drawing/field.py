"""The entrants in a file: one name a line, or a JSON list of names or objects."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

from tournaments.engine.apart import apart
from tournaments.engine.seeding import ordered, shuffled

SEEDINGS = ("order", "random", "rating", "seed")
TAGS = ("region", "team")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One entrant of the file."""

    name: str
    seed: int | None = None
    rating: float | None = None
    region: str = ""
    team: str = ""


def listed(path: Path) -> list[Listed]:
    """Everybody in the file. ``CommandError`` says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: this is not UTF-8 text.") from error
    entrants = [
        _listed(given, f"{path}: entrant {number}")
        for number, given in enumerate(_given(text, path), start=1)
    ]
    names: set[str] = set()
    for entrant in entrants:
        if entrant.name in names:
            raise CommandError(f"{path}: “{entrant.name}” stands there twice.")
        names.add(entrant.name)
    return entrants


def in_order_of_seed(
    entrants: Sequence[Listed], *, seeding: str, rng: random.Random, keep_apart: str | None
) -> list[Listed]:
    """The best seed first. Those without a rating, or without a seed, follow as they are listed.

    With ``keep_apart`` those of one team, or of one region, are moved so that they meet late.
    """
    places = list(range(len(entrants)))
    if seeding == "random":
        order = shuffled(places, rng)
    elif seeding == "rating":
        order = sorted(places, key=lambda place: _by_rating(entrants[place]))
    elif seeding == "seed":
        seeds = {place: seed for place in places if (seed := entrants[place].seed) is not None}
        order = ordered(places, locked={}, seeded=seeds, rest=places)
    else:
        order = places
    if keep_apart:
        tags = {place: tag for place in places if (tag := getattr(entrants[place], keep_apart))}
        order = apart(order, tags=tags)
    return [entrants[place] for place in order]


def _by_rating(entrant: Listed) -> tuple[bool, float]:
    return entrant.rating is None, -(entrant.rating or 0)


def _given(text: str, path: Path) -> list[object]:
    """A list in square brackets is JSON; a name in them, such as a clan's, is a line."""
    if text.lstrip().startswith("[") or path.suffix == ".json":
        try:
            given = json.loads(text)
        except (ValueError, RecursionError) as error:
            if path.suffix == ".json":
                raise CommandError(f"{path}: this is not JSON: {error}.") from error
        else:
            if not isinstance(given, list):
                raise CommandError(f"{path}: the entrants must be a list.")
            return given
    return [line for line in text.splitlines() if line.strip()]


def _listed(given: object, where: str) -> Listed:
    parts = {"name": given} if isinstance(given, str) else given
    if not isinstance(parts, dict):
        raise CommandError(f"{where} is neither a name nor an object with a name.")
    name = _text(parts, "name", where)
    if not name:
        raise CommandError(f"{where} has no name.")
    seed = parts.get("seed")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool) or seed < 1):
        raise CommandError(f"{where}: the seed is a whole number from 1.")
    rating = parts.get("rating")
    if rating is not None and (not isinstance(rating, int | float) or isinstance(rating, bool)):
        raise CommandError(f"{where}: the rating is a number.")
    return Listed(
        name=name,
        seed=seed,
        rating=rating,
        region=_text(parts, "region", where),
        team=_text(parts, "team", where),
    )


def _text(parts: dict[str, object], key: str, where: str) -> str:
    value = parts.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise CommandError(f"{where}: the {key} is a text of at most {LONGEST_NAME} letters.")
    return value.strip()
