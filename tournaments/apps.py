from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TournamentsConfig(AppConfig):
    name = "tournaments"
    verbose_name = _("Tournaments")

    def ready(self) -> None:
        for module in (
            "tournaments.core.checks",
            "tournaments.notifications.checks",
            "tournaments.notifications.notices",
            "tournaments.registration.notices",
            "tournaments.registration.review_notices",
            "tournaments.registration.roster_notices",
            "tournaments.payments.notices",
            "tournaments.brackets.notices",
            "tournaments.matches.report_notices",
            "tournaments.matches.schedule_notices",
            "tournaments.matches.play_notices",
            "tournaments.control.broadcasts",
            "tournaments.control.notices",
            "tournaments.control.people_notices",
            "tournaments.control.correction_notices",
            "tournaments.content.signals",
        ):
            import_module(module)
