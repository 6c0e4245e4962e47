from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from tournaments.payments.models import BY_HAND, PaymentProof
from tournaments.payments.queries import desk_proofs, desk_tournaments

TOURNAMENT = "payment__registration__tournament"
AGES = (
    ("1", _("More than an hour")),
    ("6", _("More than 6 hours")),
    ("24", _("More than a day")),
    ("72", _("More than 3 days")),
)
CLAIMS = (
    ("mine", _("Mine")),
    ("free", _("Nobody's")),
    ("others", _("Somebody else's")),
)


def _tournaments(request):
    """One's own alone: the titles of others may still be drafts."""
    sent_for = desk_proofs(request.user).order_by().values(TOURNAMENT)
    return desk_tournaments(request.user).filter(pk__in=sent_for).order_by("title")


class ProofFilterSet(WagtailFilterSet):
    """Which proofs; those that wait, when nobody chose."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=PaymentProof.Status.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    tournament = django_filters.ModelChoiceFilter(
        label=_("Tournament"), field_name=TOURNAMENT, queryset=_tournaments
    )
    method = django_filters.ChoiceFilter(
        label=_("Method"),
        choices=[(method.value, method.label) for method in BY_HAND],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    flagged = django_filters.ChoiceFilter(
        label=_("Flags"),
        field_name="has_flags",
        choices=[("True", _("Flagged")), ("False", _("Not flagged"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    claim = django_filters.ChoiceFilter(
        label=_("In work"),
        method="filter_claim",
        choices=CLAIMS,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    age = django_filters.ChoiceFilter(
        label=_("Sent"),
        method="filter_age",
        choices=AGES,
        empty_label=_("At any time"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PaymentProof
        fields = []

    def __init__(self, data=None, *args, **kwargs) -> None:
        if data is not None and "status" not in data:
            data = data.copy()
            data["status"] = PaymentProof.Status.SUBMITTED
        super().__init__(data, *args, **kwargs)

    def filter_claim(self, proofs, name, value):
        in_work = Q(claimed_until__gt=timezone.now())
        mine = Q(claimed_by=self.request.user.pk)
        wanted = {"mine": in_work & mine, "free": ~in_work, "others": in_work & ~mine}
        return proofs.filter(wanted[value])

    def filter_age(self, proofs, name, value):
        return proofs.filter(submitted_at__lt=timezone.now() - timedelta(hours=int(value)))
