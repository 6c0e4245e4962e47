"""With what somebody wants to enter: alone, with one of their teams, or with guests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration.drafts import draft_of, initial_of
from tournaments.registration.forms import EntryForm
from tournaments.registration.models import EntryDraft
from tournaments.registration.queries import teams_not_entered


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; neither ``team`` nor guests in a tournament for teams: nothing yet."""

    tournament: Tournament
    user: User
    teams: list[Team] = field(default_factory=list)
    team: Team | None = None
    is_guest: bool = False
    draft: EntryDraft | None = None

    @property
    def is_made(self) -> bool:
        is_solo = self.tournament.participation == Participation.SOLO
        return is_solo or self.team is not None or self.is_guest

    def form(self, data: Any = None, files: Any = None) -> EntryForm:
        """The form for it; what a draft kept is in it, unless something is sent."""
        form = EntryForm(
            data,
            files,
            tournament=self.tournament,
            user=self.user,
            team=self.team,
            is_guest=self.is_guest,
        )
        if self.draft:
            form.initial = initial_of(form, self.draft.values)
        return form


def choice_of(tournament: Tournament, user: User, *chosen: Mapping[str, str]) -> Choice:
    """The choice in the first of ``chosen`` that makes one; else that of the draft."""
    draft = draft_of(tournament, user)
    if tournament.participation == Participation.SOLO:
        return Choice(tournament, user, draft=draft)
    teams = list(teams_not_entered(tournament, user)) if user.is_authenticated else []
    said = [*chosen, _first(draft)]
    made = next((each for each in said if each.get("team") or each.get("guests")), {})
    is_guest = bool(made.get("guests")) and tournament.guest_teams_max > 0
    team = None if is_guest else _team(teams, made.get("team"))
    return Choice(tournament, user, teams, team, is_guest, draft)


def _first(draft: EntryDraft | None) -> dict[str, str]:
    values = draft.values if draft else {}
    return {name: values[name][0] for name in ("team", "guests") if values.get(name)}


def _team(teams: list[Team], slug: str | None) -> Team | None:
    if len(teams) == 1 and not slug:
        return teams[0]
    return next((team for team in teams if team.slug == slug), None)
