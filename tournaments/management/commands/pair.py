import json
import random
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError

from tournaments.engine.swiss import FirstRound, Pairing, RoundPairing, SwissRules, next_round
from tournaments.engine.trf import CHESS
from tournaments.engine.trf_history import adjustments
from tournaments.engine.types import EntrantId, Invalid
from tournaments.management.options import described, options_in, points_of, whole_of
from tournaments.management.recorded import Recorded, add_file_arguments, recorded

OPTIONS = {
    "pairing": "|".join(Pairing),
    "first_round": "|".join(FirstRound),
    "seed": "NUMBER (of a first round by lot)",
    "wins": "NUMBER",
    "losses": "NUMBER",
    "points": "WIN/DRAW/LOSS",
    "bye": "win|draw|loss",
}
Word = TypeVar("Word", bound=StrEnum)


class Command(BaseCommand):
    help = (
        "Pair the next Swiss round of a recorded tournament. Entrants leave it by so many wins or "
        "losses where these are given. No database is needed."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        add_file_arguments(parser)
        parser.add_argument(
            "--option",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help=described(OPTIONS),
        )
        parser.add_argument("--json", action="store_true", help="print the pairs as JSON")

    def handle(self, *args, trf, history, option: list[str], **options):
        given = recorded(trf=trf, history=history)
        try:
            pairing = _paired(given, options_in(option, OPTIONS))
        except Invalid as fault:
            raise CommandError(fault.message) from fault
        for line in given.report.unread if given.report else ():
            self.stderr.write(f"Not read: {line}")
        answer = _answer(given, pairing)
        self.stdout.write(json.dumps(answer) if options["json"] else _as_text(given, answer))


def _paired(given: Recorded, options: dict[str, str]) -> RoundPairing:
    # FIDE's own pairing slides the halves of a score group.
    usual = FirstRound.SLIDE if given.report else FirstRound.FOLD
    points = points_of(options, usual=given.report.points if given.report else CHESS)
    rules = SwissRules(
        pairing=_word(options, "pairing", usual=Pairing.MATCHING),
        wins=whole_of(options, "wins", what="The number of wins"),
        losses=whole_of(options, "losses", what="The number of losses"),
        points=points,
        first_round=_word(options, "first_round", usual=usual),
    )
    seed = whole_of(options, "seed", what="The seed of the lots")
    return next_round(
        given.history.seeds,
        given.history.rounds,
        rules=rules,
        absent=given.history.absent,
        apart=_apart(given),
        adjustments=adjustments(given.report, points) if given.report else {},
        rng=None if seed is None else random.Random(seed),  # noqa: S311
    )


def _word(options: dict[str, str], key: str, *, usual: Word) -> Word:
    value = options.get(key, usual).replace("-", "_")
    words = type(usual)
    if value not in set(words):
        raise CommandError(f"{key} is one of {', '.join(words)}, not “{options[key]}”.")
    return words(value)


def _apart(given: Recorded) -> list[tuple[EntrantId, EntrantId]]:
    """The pairs that a report file keeps from meeting in the next round."""
    if given.report is None:
        return []
    entrants = {number: entrant for entrant, number in enumerate(given.history.ids, start=1)}
    number = len(given.history.rounds) + 1
    pairs = []
    for apart in given.report.kept_apart:
        if (apart.first or 1) <= number and (apart.last is None or number <= apart.last):
            known = [entrants[one] for one in apart.players if one in entrants]
            pairs += combinations(known, 2)
    return pairs


def _answer(given: Recorded, pairing: RoundPairing) -> dict[str, object]:
    id_of = given.history.id_of
    return {
        "pairs": [[id_of(one), id_of(other)] for one, other in pairing.pairs],
        "bye": None if pairing.bye is None else id_of(pairing.bye),
        "rematches": pairing.rematches,
    }


def _as_text(given: Recorded, answer: dict[str, object]) -> str:
    lines = [f"Round {len(given.history.rounds) + 1}"]
    lines += [f"{place:>4}  {a} – {b}" for place, (a, b) in enumerate(answer["pairs"], start=1)]
    if answer["bye"] is not None:
        lines.append(f" bye  {answer['bye']}")
    if answer["rematches"]:
        lines.append(f"Rematches: {answer['rematches']}. No pairing has fewer.")
    return "\n".join(lines)
