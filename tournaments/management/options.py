"""Options of a command, each given as KEY=VALUE."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from django.core.management.base import CommandError

from tournaments.engine.tallies import Bye, Points


def options_in(given: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """The options by name. ``known`` says of each what its value looks like."""
    options = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or key not in known:
            raise CommandError(f"“{one}” is no option; there are {described(known)}.")
        options[key] = value
    return options


def described(known: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in known.items())


def points_of(options: dict[str, str], *, usual: Points) -> Points:
    """What the options points and bye say. Raises the engine's ``Invalid`` for their order."""
    points = usual
    if "points" in options:
        try:
            win, draw, loss = (Fraction(part) for part in options["points"].split("/"))
        except ValueError as error:
            raise CommandError(
                f"“{options['points']}” are no points; they look like 3/1/0 or 1/0.5/0."
            ) from error
        points = Points(win, draw, loss, bye=points.bye)
    if "bye" in options:
        if options["bye"] not in set(Bye):
            raise CommandError(f"A bye counts as a win, a draw or a loss, not “{options['bye']}”.")
        points = replace(points, bye=Bye(options["bye"]))
    return points


def whole_of(options: dict[str, str], key: str, *, what: str) -> int | None:
    """A whole number; ``what`` begins the sentence that refuses anything else."""
    value = options.get(key)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 30):
        raise CommandError(f"{what} is a whole number, not “{value}”.")
    return int(value)
