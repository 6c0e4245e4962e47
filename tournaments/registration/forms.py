from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.registration.rules import player_ids


class PlayersField(forms.ModelMultipleChoiceField):
    """Members of a team, each with the player id that would be registered."""

    def __init__(self, *args, ids: dict[int, str], without_id: str, **kwargs) -> None:
        self.ids = ids
        self.without_id = without_id
        super().__init__(*args, **kwargs)

    def label_from_instance(self, user: User) -> str:
        player_id = self.ids.get(user.pk) or self.without_id
        return f"{user.username} · {player_id}" if player_id else user.username


class RosterForm(forms.Form):
    """Who of a team plays."""

    def __init__(self, *args, tournament: Tournament, team: Team, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        game = tournament.game
        missing = _("no %(label)s yet") % {"label": game.player_id_label or _("player id")}
        members = team.members.order_by("memberships__role", "memberships__pk")
        self.fields["players"] = PlayersField(
            members,
            ids=player_ids(tournament, members),
            without_id=missing if game.player_id_pattern else "",
            label=_("Players"),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Choose %(least)s to %(most)s.")
            % {"least": tournament.smallest_roster, "most": tournament.largest_roster},
            initial=[member.pk for member in members[: tournament.largest_roster]],
        )
