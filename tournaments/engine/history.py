"""The recorded rounds of a Swiss tournament, read from JSON.

A history is {"entrants": [{"id", "seed"}], "rounds": [[{"a": id, "b": id or null, "result": "a" |
"b" | "draw" | "double_forfeit"}]]}; b null is a bye. A result may also be "a_forfeit" or
"b_forfeit": that side won because the other did not come. "absent" and "withdrawn" list who is not
paired any more, and an entrant with "from_round" is not there before that round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeGuard

from tournaments.engine.results import Result
from tournaments.engine.types import EntrantId, Invalid, Kind

ExternalId: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class History:
    """What was played so far. Entrant 1 is the first of ``ids``, and so on.

    ``absent`` are those whom the next round leaves out: withdrawn, or not there yet.
    """

    ids: tuple[ExternalId, ...]
    seeds: Mapping[EntrantId, int]
    rounds: tuple[tuple[Result, ...], ...]
    absent: frozenset[EntrantId] = frozenset()

    def id_of(self, entrant: EntrantId) -> ExternalId:
        return self.ids[entrant - 1]


@dataclass(frozen=True, slots=True)
class _Entrant:
    number: EntrantId
    seed: int
    from_round: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    home: int
    away: int
    winner: str | None
    kind: Kind = Kind.PLAYED


_OUTCOMES: Final = {
    "a": _Outcome(1, 0, "a"),
    "b": _Outcome(0, 1, "b"),
    "draw": _Outcome(0, 0, None),
    "double_forfeit": _Outcome(0, 0, None, Kind.DOUBLE_FORFEIT),
    "a_forfeit": _Outcome(1, 0, "a", Kind.FORFEIT),
    "b_forfeit": _Outcome(0, 1, "b", Kind.FORFEIT),
}


def parse_history(given: object) -> History:
    """Read a history. ``Invalid`` names the entrant, or the round and the pair, at fault."""
    if not isinstance(given, Mapping):
        raise Invalid("A history must be an object.", code="not_an_object")
    entrants = _entrants(_listed(given, "entrants"))
    played = enumerate(_listed(given, "rounds"), start=1)
    rounds = tuple(_round(pairs, number, entrants) for number, pairs in played)
    gone = {_gone(one, entrants) for key in ("absent", "withdrawn") for one in _gone_in(given, key)}
    late = {one.number for one in entrants.values() if one.from_round > len(rounds) + 1}
    seeds = {one.number: one.seed for one in entrants.values()}
    return History(tuple(entrants), seeds, rounds, frozenset(gone | late))


def _listed(given: Mapping[object, object], key: str) -> list[object]:
    value = given.get(key)
    if not isinstance(value, list | tuple):
        raise Invalid("{key} of a history must be a list.", code="not_a_list", key=key)
    return list(value)


def _gone_in(given: Mapping[object, object], key: str) -> list[object]:
    return _listed(given, key) if key in given else []


def _gone(name: object, entrants: Mapping[ExternalId, _Entrant]) -> EntrantId:
    if not _is_id(name) or name not in entrants:
        raise Invalid("Entrant {id!r} is absent, but not listed.", code="unknown_entrant", id=name)
    return entrants[name].number


def _is_id(name: object) -> TypeGuard[ExternalId]:
    # True and False are whole numbers to Python, and would be the same entrants as 1 and 0.
    return isinstance(name, int | str) and not isinstance(name, bool)


def _entrants(given: list[object]) -> dict[ExternalId, _Entrant]:
    entrants: dict[ExternalId, _Entrant] = {}
    by_seed: dict[int, ExternalId] = {}
    for number, one in enumerate(given, start=1):
        if not isinstance(one, Mapping):
            raise Invalid("Entrant {n} must be an object.", code="not_an_object", n=number)
        name = one.get("id")
        if not _is_id(name):
            raise Invalid(
                "The id of entrant {n} must be a whole number or a text.",
                code="not_an_id",
                n=number,
            )
        if name in entrants:
            raise Invalid("Entrant {id!r} is listed twice.", code="entrant_twice", id=name)
        seed = _counted(one, "seed", name)
        if seed in by_seed:
            raise Invalid(
                "Entrants {other!r} and {id!r} have the same seed, {seed}.",
                code="seed_twice",
                other=by_seed[seed],
                id=name,
                seed=seed,
            )
        by_seed[seed] = name
        arrives = _counted(one, "from_round", name) if "from_round" in one else 1
        entrants[name] = _Entrant(number, seed, arrives)
    if len(entrants) < 2:
        raise Invalid("A history needs at least two entrants.", code="too_few_entrants")
    return entrants


def _counted(entrant: Mapping[object, object], key: str, name: ExternalId) -> int:
    value = entrant.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Invalid(
            "{key} of entrant {id!r} must be a whole number from 1.",
            code="not_a_whole_number",
            key=key,
            id=name,
        )
    return value


def _round(
    given: object, number: int, entrants: Mapping[ExternalId, _Entrant]
) -> tuple[Result, ...]:
    if not isinstance(given, list | tuple):
        raise Invalid("Round {round} must be a list of pairs.", code="not_a_list", round=number)
    seen: set[ExternalId] = set()
    return tuple(
        _Pair(number, place, entrants, seen).result(pair)
        for place, pair in enumerate(given, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """The reader of one pair; it says in every fault where the pair stands."""

    round: int
    number: int
    entrants: Mapping[ExternalId, _Entrant]
    seen: set[ExternalId]  # in this round so far

    def result(self, given: object) -> Result:
        if not isinstance(given, Mapping):
            raise self._fault("a pair must be an object.", code="not_an_object")
        a = self._side(given.get("a"))
        if given.get("b") is None:
            return self._bye(a, given.get("result"))
        if given["b"] == given["a"]:
            raise self._fault("{id!r} cannot meet itself.", code="meets_itself", id=given["a"])
        b = self._side(given["b"])
        name = given.get("result")
        if not isinstance(name, str) or name not in _OUTCOMES:
            raise self._fault("there is no result {result!r}.", code="unknown_result", result=name)
        outcome = _OUTCOMES[name]
        winner = {"a": a, "b": b, None: None}[outcome.winner]
        return Result(a, b, outcome.home, outcome.away, winner, outcome.kind)

    def _bye(self, entrant: EntrantId, result: object) -> Result:
        if result not in (None, "a"):
            raise self._fault(
                "{result!r} is no result of a bye.", code="result_of_bye", result=result
            )
        return Result(entrant, None, 0, 0, None, Kind.BYE)

    def _side(self, name: object) -> EntrantId:
        if not _is_id(name) or name not in self.entrants:
            raise self._fault("there is no entrant {id!r}.", code="unknown_entrant", id=name)
        if name in self.seen:
            raise self._fault("{id!r} is in this round twice.", code="twice_in_round", id=name)
        if self.entrants[name].from_round > self.round:
            raise self._fault("{id!r} was not there yet.", code="before_arrival", id=name)
        self.seen.add(name)
        return self.entrants[name].number

    def _fault(self, what: str, *, code: str, **params: object) -> Invalid:
        message = "Round {round}, pair {pair}: " + what
        return Invalid(message, code=code, round=self.round, pair=self.number, **params)
