"""Who plays from now on, and whom a team wants to put in the place of whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.registration.answers import Answers, AnswersRefused
from tournaments.registration.forms import EntryForm
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.question_fields import name_of
from tournaments.registration.roster_answers import check_member_answers
from tournaments.registration.rules.rostering import LONGEST_REASON


class RosterForm(EntryForm):
    """The roster of a team that is registered; the questions to the team are not put again."""

    def __init__(self, *args: Any, registration: Registration, user: User, **kwargs: Any) -> None:
        self.registration = registration
        super().__init__(
            *args,
            tournament=registration.tournament,
            user=user,
            team=registration.team,
            registration=registration,
            **kwargs,
        )
        for question in self.own:
            del self.fields[name_of((None, question.key))]

    def _check(self) -> Answers:
        given = {person.pk: self._given(person.pk, self.of_each) for person in self.players}
        try:
            return check_member_answers(self.registration, given, self.players)
        except AnswersRefused as refusal:
            for place, fault in refusal.faults.items():
                name = name_of(place)
                self.add_error(name if name in self.fields else None, fault)
        return Answers()

    def roster(self) -> dict[str, Any]:
        """What ``set_roster`` is to be given."""
        return self._roster() | {"member_answers": self.answered.members}


class _PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, entry: RosterEntry) -> str:
        return f"{entry.display_name} ({entry.get_role_display()})"


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.username


class SubstitutionForm(forms.Form):
    """Who goes, who comes, and why."""

    field_of = {
        "already_asked": "outgoing",
        "not_on_roster": "outgoing",
        "on_roster": "incoming",
        "not_member": "incoming",
        "reason_missing": "reason",
    }

    outgoing = _PlaceField(
        RosterEntry.objects.none(), label=_("Who cannot play"), empty_label=_("Choose …")
    )
    incoming = _PersonField(
        User.objects.none(), label=_("Who plays instead"), empty_label=_("Choose …")
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The officials read this and decide."),
    )

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roster = registration.roster.select_related("user")
        self.fields["outgoing"].queryset = roster
        others = roster.exclude(role=RosterEntry.Role.SUBSTITUTE).values("user")
        self.fields["incoming"].queryset = registration.team.members.exclude(
            pk__in=others
        ).order_by("username")

    def refuse(self, refusal: Refused) -> None:
        self.add_error(self.field_of.get(refusal.code), refusal.message)
