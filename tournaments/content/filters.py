"""What a visitor may ask of the list of tournaments."""

from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tournaments.content.cards import open_to_enter
from tournaments.core.models import Game, Tournament

Status = Tournament.Status


class TournamentFilter(forms.Form):
    """A GET form. What is not understood counts as not asked."""

    game = forms.ModelChoiceField(
        Game.objects.none(),
        required=False,
        to_field_name="slug",
        label=_("Game"),
        empty_label=_("All games"),
    )
    status = forms.ChoiceField(
        required=False,
        label=_("Status"),
        choices=[
            ("", _("Any status")),
            ("open", _("Registration open")),
            ("live", _("Live")),
            ("upcoming", _("Upcoming")),
            ("finished", _("Finished or cancelled")),
            ("archived", _("Archived")),
        ],
    )
    fee = forms.ChoiceField(
        required=False,
        label=_("Entry fee"),
        choices=[("", _("Any fee")), ("free", _("Free")), ("paid", _("With an entry fee"))],
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        shown = Tournament.objects.visible().values("game")
        self.fields["game"].queryset = Game.objects.filter(pk__in=shown)

    @property
    def is_asking(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    def applied(self, tournaments: QuerySet[Tournament], *, now: datetime) -> QuerySet[Tournament]:
        self.is_valid()
        asked = self.cleaned_data
        if game := asked.get("game"):
            tournaments = tournaments.filter(game=game)
        if fee := asked.get("fee"):
            tournaments = (
                tournaments.filter(entry_fee=0)
                if fee == "free"
                else tournaments.exclude(entry_fee=0)
            )
        return _with_status(tournaments, asked.get("status"), now)


def _with_status(
    tournaments: QuerySet[Tournament], status: str | None, now: datetime
) -> QuerySet[Tournament]:
    if status == "open":
        return open_to_enter(tournaments, now)
    wanted = {
        "live": {Status.LIVE},
        "upcoming": {Status.PUBLISHED},
        "finished": {Status.COMPLETED, Status.CANCELLED},
        "archived": {Status.ARCHIVED},
    }.get(status)
    if wanted:
        return tournaments.filter(status__in=wanted)
    return tournaments.exclude(status=Status.ARCHIVED)
