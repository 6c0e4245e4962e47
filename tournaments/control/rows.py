"""The rows of a competition as values: to compare them, and to put them back as they were."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model

from tournaments.brackets.models import GameScore, Group, Match, MatchSide, Round, Stage, StageEntry
from tournaments.core.models import Tournament

# Each after those it points at.
TABLES: dict[str, tuple[type[Model], str]] = {
    "stage": (Stage, "tournament"),
    "group": (Group, "stage__tournament"),
    "entry": (StageEntry, "stage__tournament"),
    "round": (Round, "stage__tournament"),
    "match": (Match, "stage__tournament"),
    "side": (MatchSide, "match__stage__tournament"),
    "game": (GameScore, "side__match__stage__tournament"),
}

# More than the seeds of any stage.
BEYOND_SEEDS = 10_000


class Exact(DjangoJSONEncoder):
    """Django's encoder cuts moments off after a thousandth of a second; this one does not."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


Values: TypeAlias = dict[str, Any]
Rows: TypeAlias = Mapping[str, Mapping[int, Values]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of rows: those that are ``gone`` or ``changed`` as they were, and the new."""

    gone: dict[str, list[Values]]
    changed: dict[str, list[Values]]
    made: dict[str, list[int]]

    @property
    def is_empty(self) -> bool:
        return not any(any(part.values()) for part in (self.gone, self.changed, self.made))

    def as_json(self) -> dict[str, Any]:
        return json.loads(
            json.dumps(
                {"gone": self.gone, "changed": self.changed, "made": self.made},
                cls=Exact,
            )
        )


def rows_of(tournament: Tournament) -> dict[str, dict[int, Values]]:
    """Every row of the tournament's competition, by table and key; seven queries."""
    return {
        name: {row["id"]: row for row in model.objects.filter(**{path: tournament}).values()}
        for name, (model, path) in TABLES.items()
    }


def difference(before: Rows, after: Rows) -> Difference:
    return Difference(
        gone={
            name: [row for pk, row in before[name].items() if pk not in after[name]]
            for name in TABLES
        },
        changed={
            name: [row for pk, row in before[name].items() if after[name].get(pk, row) != row]
            for name in TABLES
        },
        made={name: [pk for pk in after[name] if pk not in before[name]] for name in TABLES},
    )


def digest(rows: Rows) -> str:
    """A sum that two competitions share exactly when all their rows are equal."""
    ordered = {name: [rows[name][pk] for pk in sorted(rows[name])] for name in TABLES}
    text = json.dumps(ordered, cls=Exact, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def put_back(before: Mapping[str, Any]) -> None:
    """Undo a difference, given as its JSON: what was made goes, what is gone returns."""
    for name in reversed(TABLES):
        TABLES[name][0].objects.filter(pk__in=before["made"][name]).delete()
    changed_sides = [values["id"] for values in before["changed"]["side"]]
    # Winners and sides may change places, and nobody may be in both even for a moment; nor may
    # two entries have one seed.
    MatchSide.objects.filter(pk__in=changed_sides).update(entrant=None, is_winner=False)
    changed_entries = [values["id"] for values in before["changed"]["entry"]]
    StageEntry.objects.filter(pk__in=changed_entries).update(seed=F("seed") + BEYOND_SEEDS)
    for name, (model, _path) in TABLES.items():
        write_back(model, before["gone"][name], before["changed"][name])


def write_back(model: type[Model], gone: Sequence[Values], changed: Sequence[Values]) -> None:
    """Make the rows that are ``gone`` again, and give those that ``changed`` their old values."""
    model.objects.bulk_create([row_of(model, values) for values in gone])
    # Those that return are written twice: inserting sets some times to now.
    rows = [row_of(model, values) for values in [*gone, *changed]]
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_update(rows, fields, batch_size=500)


def row_of(model: type[Model], values: Values) -> Model:
    """An object for stored values; dates come as text out of JSON."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in values.items()})
