"""The forms of the schedule. Times are read in the zone of the visitor, which their help names."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.core.capabilities import CAPABILITIES
from tournaments.core.models import StaffMember, Tournament
from tournaments.matches.models import Break, Proposal, Station
from tournaments.matches.schedule_rules import ASSIGNS


class MomentField(forms.DateTimeField):
    """A date and a time, in the zone that is in force when the form is made."""

    def __init__(self, **kwargs) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class _ZonedForm(forms.Form):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        words = _now("Time zone: %(zone)s") % {"zone": timezone.get_current_timezone_name()}
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.help_text = " ".join(filter(None, [str(field.help_text), words]))


class StationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=Station._meta.get_field("name").max_length)
    stream_url = forms.URLField(
        label=_("Stream"),
        required=False,
        assume_scheme="https",
        help_text=_("Where matches of this station are shown live."),
    )
    is_open = forms.BooleanField(
        label=_("Open: takes the next match of the queue"), required=False, initial=True
    )


class BreakForm(_ZonedForm):
    name = forms.CharField(label=_("Name"), max_length=Break._meta.get_field("name").max_length)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))


class TimingForm(_ZonedForm):
    """The time and the place of one match."""

    starts_at = MomentField(
        label=_("Time"), required=False, help_text=_("Empty: when a station is free.")
    )
    station = forms.ModelChoiceField(
        Station.objects.none(),
        label=_("Station"),
        required=False,
        empty_label=_("Any that is free"),
    )

    def __init__(self, *args, tournament: Tournament, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = tournament.stations.all()


class RefereeForm(forms.Form):
    """Those who enter results in the tournament."""

    referee = forms.ModelChoiceField(
        User.objects.none(), label=_("Referee"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, tournament: Tournament, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role, rights in CAPABILITIES.items() if ASSIGNS in rights]
        staff = StaffMember.objects.in_office().filter(tournament=tournament, role__in=roles)
        self.fields["referee"].queryset = User.objects.filter(
            Q(pk__in=staff.values("user")) | Q(groups=tournament.organizer.group_id)
        ).distinct()


class RoundForm(_ZonedForm):
    """From when on the matches of a round are played, and how many at a time."""

    starts_at = MomentField(label=_("From"))
    at_once = forms.IntegerField(
        label=_("Matches at a time"),
        required=False,
        min_value=1,
        max_value=512,
        help_text=_("Empty: as many as there are stations, or all."),
    )


class ProposalForm(_ZonedForm):
    starts_at = MomentField(label=_("New time"))
    text = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=Proposal._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
