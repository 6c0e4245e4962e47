from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Quiet
from tournaments.notifications.queries import CHOSEN


class PreferencesForm(forms.ModelForm):
    """Channels by category, quiet hours, and whether mails wait for one a day."""

    class Meta:
        model = Quiet
        fields = ["starts", "ends", "wants_digest"]
        help_texts = {
            "wants_digest": _("In the morning, with what came since. What is urgent comes at once.")
        }
        widgets = {
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args, wanted: dict[tuple[str, str], bool], **kwargs):
        super().__init__(*args, **kwargs)
        for category, channel in wanted:
            self.fields[f"{category}_{channel}"] = forms.BooleanField(
                label=f"{Category(category).label}: {CHOSEN[CHOSEN.index(channel)].label}",
                required=False,
                initial=wanted[category, channel],
            )

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts"), values.get("ends")
        if (starts is None) != (ends is None) and not self.errors:
            missing = "ends" if ends is None else "starts"
            self.add_error(missing, _("Quiet hours need a beginning and an end."))
        if starts is not None and starts == ends:
            self.add_error("ends", _("Quiet hours end at another time than they begin."))
        return values

    @property
    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For the table: each category with a box for each channel that can be chosen."""
        for category in Category:
            yield category.label, [self[f"{category.value}_{channel.value}"] for channel in CHOSEN]

    @property
    def wanted(self) -> dict[tuple[str, str], bool]:
        """What was chosen, as the operation takes it."""
        return {
            (category.value, channel.value): self.cleaned_data[f"{category.value}_{channel.value}"]
            for category in Category
            for channel in CHOSEN
        }
