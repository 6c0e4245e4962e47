from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TournamentsConfig(AppConfig):
    name = "tournaments"
    verbose_name = _("Tournaments")

    def ready(self) -> None:
        for module in (
            "tournaments.registration.notices",
            "tournaments.payments.notices",
            "tournaments.brackets.notices",
            "tournaments.control.notices",
            "tournaments.content.signals",
        ):
            import_module(module)
