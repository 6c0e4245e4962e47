"""Whom a ruling concerns: those who play in the matches that it changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournaments.control.rows import Rows, Values
from tournaments.registration.models import Entrant
from tournaments.registration.queries import people_of


@dataclass(frozen=True, slots=True)
class Told:
    """How many people would read which notice."""

    kind: str
    people: int


def told_of(
    before: Rows, after: Rows, *, match: int | None = None, entrants: Collection[Entrant] = ()
) -> list[Told]:
    """Who would be told: those it is about, and those of other matches that change."""
    own, others = concerned(before, after, match=match, entrants=entrants)
    to_own = _("Your result was corrected") if match else _("Your place in the draw is another")
    found = [(to_own, own), (_("Your matches have changed"), others)]
    return [
        Told(kind, people_of(entries).filter(is_active=True).count())
        for kind, entries in found
        if entries
    ]


def concerned(
    before: Rows, after: Rows, *, match: int | None, entrants: Collection[Entrant] = ()
) -> tuple[list[int], list[int]]:
    """The registrations in ``match`` or of ``entrants``, and the others in changed matches."""
    changed = changed_matches(before, after)
    own = _entrants({match}, before, after) if match else {entrant.pk for entrant in entrants}
    others = _entrants(changed, before, after) - own
    return _registrations(own), _registrations(others)


def changed_matches(before: Rows, after: Rows) -> set[int]:
    """The matches that are gone, new, decided otherwise, or have others on their sides."""
    found = {
        pk
        for pk in before["match"].keys() | after["match"].keys()
        if before["match"].get(pk) != after["match"].get(pk)
    }
    for pk in before["side"].keys() | after["side"].keys():
        was, becomes = before["side"].get(pk), after["side"].get(pk)
        if was != becomes:
            found.add((was or becomes or {})["match_id"])
    return found


def _entrants(matches: Iterable[int], *pictures: Rows) -> set[int]:
    wanted = set(matches)

    def on_them(row: Values) -> bool:
        return row["match_id"] in wanted and row["entrant_id"]

    return {row["entrant_id"] for rows in pictures for row in rows["side"].values() if on_them(row)}


def _registrations(entrants: Iterable[int]) -> list[int]:
    found = Entrant.objects.filter(pk__in=list(entrants)).order_by("registration")
    return list(found.values_list("registration", flat=True))
