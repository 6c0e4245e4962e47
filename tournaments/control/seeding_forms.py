from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.control.seed_list import Line
from tournaments.registration.rules import SeedRow

HIGHEST_RATING = 1_000_000


class SeedsForm(forms.Form):
    """Seed, lock, rating and region of each registration on the page."""

    def __init__(self, *args: Any, lines: Sequence[Line], capacity: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            row, pk = SeedRow.of(line.registration), line.registration.pk
            self.fields |= {
                f"seed_{pk}": forms.IntegerField(
                    label=_("Seed"),
                    required=False,
                    min_value=1,
                    max_value=capacity,
                    initial=row.seed,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                ),
                f"lock_{pk}": forms.BooleanField(
                    label=_("Locked"), required=False, initial=row.is_locked
                ),
                f"rating_{pk}": forms.IntegerField(
                    label=_("Rating"),
                    required=False,
                    min_value=0,
                    max_value=HIGHEST_RATING,
                    initial=row.rating,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                ),
                f"region_{pk}": forms.CharField(
                    label=_("Region"), required=False, max_length=60, initial=row.region
                ),
            }

    def bound_lines(self) -> list[dict[str, Any]]:
        """Each line with its four fields."""
        names = ("seed", "lock", "rating", "region")
        return [
            {"line": line} | {name: self[f"{name}_{line.registration.pk}"] for name in names}
            for line in self.lines
        ]

    def rows(self) -> dict[int, SeedRow]:
        """What was entered, by the key of the registration."""
        given = self.cleaned_data
        keys = [line.registration.pk for line in self.lines]
        return {
            pk: SeedRow(
                given[f"seed_{pk}"],
                given[f"lock_{pk}"],
                given[f"rating_{pk}"],
                given[f"region_{pk}"],
            )
            for pk in keys
        }

    def mark(self, faults: dict[int, str]) -> None:
        """Show each fault at the seed of its registration."""
        shown = {line.registration.pk for line in self.lines}
        for pk, message in faults.items():
            self.add_error(f"seed_{pk}" if pk in shown else None, message)
