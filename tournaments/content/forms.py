"""The editor of a tournament's page: what it asks before a page may be published."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from tournaments.control.applying import is_translation
from tournaments.control.faults import faults
from tournaments.control.locks import refusals
from tournaments.control.page_settings import SETTINGS, drawn_specs, settings_of
from tournaments.core.models import Tournament


class TournamentPageForm(WagtailAdminPageForm):
    """Settings must be whole and free to change when the page is published, scheduled or
    submitted for moderation. A draft may be anything.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("seeded_from"):
            key = self.parent_page.translation_key
            field.queryset = (
                Tournament.objects.filter(organizer__page__translation_key=key)
                .exclude(page__translation_key=self.instance.translation_key)
                .order_by("-starts_at")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("expire_at"):
            message = _("A tournament's page does not expire. Archive or cancel the tournament.")
            self.add_error("expire_at", message)
        if not self.is_deferred_validation and not is_translation(self.instance):
            self._check_settings()
        return cleaned

    def _check_settings(self) -> None:
        tournament = Tournament.objects.behind(self.instance).first()
        settings = self._settings(drawn_specs(tournament) if tournament else {})
        if tournament:
            for refusal in refusals(tournament, settings, moment=self._moment()):
                self._add_once((refusal.field,), refusal.reason)
        for fault in faults(settings):
            self._add_once(fault.fields, fault.message)

    def _settings(self, drawn: dict[int, dict[str, Any]]) -> dict[str, Any]:
        """The settings as entered; where a field is wrong by itself, as they were."""
        entered = {name: getattr(self.instance, name) for name in SETTINGS} | self.cleaned_data
        return settings_of(SimpleNamespace(**entered), drawn=drawn)

    def _moment(self):
        """When the page goes live: what is locked by then is locked now."""
        now = timezone.now()
        return max(now, self.cleaned_data.get("go_live_at") or now)

    def _add_once(self, fields: tuple[str, ...], message: str) -> None:
        if not any(field in self.errors for field in fields):
            self.add_error(fields[0], message)
