"""One act of an official on many matches at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.limits import LimitReached
from tournaments.core.models import Tournament
from tournaments.matches.operations import call_match, message_sides, start_match
from tournaments.matches.queries import matches_of

ACTS = {"call": _("Call"), "start": _("Start"), "message": _("Write to both sides")}

OF_ONE = ACTS.keys() - {"message"}


@dataclass
class Outcome:
    """How many matches it was done to, and of the others why not, each reason once."""

    done: int = 0
    refusals: dict[str, list[str]] = field(default_factory=dict)


def act(tournament: Tournament, matches: Iterable[int], act: str, *, by, text: str = "") -> Outcome:
    """Do ``act`` to each of the ``matches`` of the tournament, by itself.

    What is refused for one does not keep the others back.
    """
    verb = _verb(act, by=by, text=text)
    outcome = Outcome()
    for match in matches_of(tournament).filter(pk__in=list(matches)):
        try:
            verb(match)
        except (Refused, LimitReached) as refusal:
            outcome.refusals.setdefault(refusal.message, []).append(_title(match))
        else:
            outcome.done += 1
    return outcome


def ready_of_round(tournament: Tournament, round_id: int) -> list[int]:
    """Keys of the matches of a round that can be called or started."""
    ready = matches_of(tournament).filter(round=round_id, status=Match.Status.READY)
    return list(ready.values_list("pk", flat=True))


def _verb(act: str, *, by, text: str) -> Callable[[Match], object]:
    if act == "message":
        return lambda match: message_sides(match, text=text, by=by)
    verb = {"call": call_match, "start": start_match}[act]
    return lambda match: verb(match, by=by)


def _title(match: Match) -> str:
    return " – ".join(side.entrant.name for side in match.sides.all() if side.entrant)
