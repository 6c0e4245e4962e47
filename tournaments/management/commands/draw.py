import json
import random
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tournaments.engine.formats import FORMATS, build, parse_spec
from tournaments.engine.specs import SwissSpec
from tournaments.engine.swiss import FirstRound
from tournaments.engine.types import Invalid
from tournaments.management.drawing.answer import as_data, as_text
from tournaments.management.drawing.field import SEEDINGS, TAGS, in_order_of_seed, listed
from tournaments.management.options import whole_of

SEED_BITS = 32


class Command(BaseCommand):
    help = (
        "Draw a stage: its matches, and who goes where from each. Of a Swiss stage that is the "
        "first round, and of a ladder nothing. No database is needed."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        # Read as texts, so that every fault ends in one sentence and exit status 1.
        parser.add_argument("--format", default="", help=", ".join(FORMATS))
        parser.add_argument("--entrants", metavar="N", help="how many enter the stage")
        parser.add_argument(
            "--entrants-file",
            type=Path,
            help="one name a line, or a JSON list of names or of objects with name, seed, rating, "
            "region and team",
        )
        parser.add_argument("--seeding", default="order", help=", ".join(SEEDINGS))
        parser.add_argument("--seed", metavar="N", help="of everything that is drawn by lot")
        parser.add_argument("--apart", help=f"{' or '.join(TAGS)}, whose members meet late")
        parser.add_argument(
            "--option",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help="an option of the format; the value is JSON, or else text",
        )
        parser.add_argument("--json", action="store_true", help="print the draw as JSON")

    def handle(self, *args, option: list[str], **options):
        if not options["format"]:
            raise CommandError(f"Say what to draw: --format with one of {', '.join(FORMATS)}.")
        given = _options(option)
        seed = whole_of(options, "seed", what="The seed of the lots")
        if seed is None:
            seed = secrets.randbits(SEED_BITS)
        rng = random.Random(seed)  # noqa: S311 - lots that anybody can draw again
        try:
            spec = parse_spec({"format": options["format"], **given})
            names = _names(options, rng)
            entrants = _count(options, names)
            structure = build(spec, entrants, rng=rng)
        except Invalid as fault:
            raise CommandError(_sentence(fault)) from fault
        stage = {"format": options["format"], "name": spec.name, "entrants": entrants, **given}
        if names:
            stage["seeding"] = options["seeding"]
        is_by_lot = isinstance(spec, SwissSpec) and spec.first_round is FirstRound.RANDOM
        if is_by_lot or options["seeding"] == "random":
            stage["seed"] = seed
        if options["json"]:
            self.stdout.write(json.dumps(as_data(stage, structure, names), ensure_ascii=False))
            return
        if "seed" in stage:
            self.stdout.write(f"Drawn by lot with the seed {seed}.")
        self.stdout.write(as_text(structure, names))


def _options(given: list[str]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or key == "format":
            raise CommandError(f"“{one}” is no option; an option is KEY=VALUE, such as best_of=3.")
        if key in options:
            raise CommandError(f"The option {key} is given twice.")
        options[key] = value if key == "name" else _value(value)
    return options


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _names(options: dict[str, Any], rng: random.Random) -> list[str]:
    """The names in order of seed; none without a file."""
    seeding, keep_apart = options["seeding"], options["apart"]
    if seeding not in SEEDINGS:
        raise CommandError(f"There is no seeding “{seeding}”; there are {', '.join(SEEDINGS)}.")
    if keep_apart and keep_apart not in TAGS:
        raise CommandError(f"Those of one {' or '.join(TAGS)} are kept apart, not “{keep_apart}”.")
    if options["entrants_file"]:
        order = in_order_of_seed(
            listed(options["entrants_file"]), seeding=seeding, rng=rng, keep_apart=keep_apart
        )
        return [entrant.name for entrant in order]
    if seeding != "order" or keep_apart:
        raise CommandError("Seeding is for entrants that are in an --entrants-file.")
    return []


def _count(options: dict[str, Any], names: list[str]) -> int:
    wanted = whole_of(options, "entrants", what="The number of entrants")
    if options["entrants_file"]:
        if wanted not in (None, len(names)):
            raise CommandError(f"The file has {len(names)} entrants, not {wanted}.")
        return len(names)
    if wanted is None:
        raise CommandError("Say how many entrants there are: --entrants or --entrants-file.")
    return wanted


def _sentence(fault: Invalid) -> str:
    key = str(fault.params.get("key", ""))
    return fault.message if key in fault.message else f"{key}: {fault.message}"
