"""What people with rights may do in one tournament. A role is a set of capabilities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Capability(models.TextChoices):
    REPORT_RESULTS = "report_results", _("Enter results")
    MANAGE_DISPUTES = "manage_disputes", _("Rule on disputes and correct results")
    MODIFY_BRACKETS = "modify_brackets", _("Draw, pair and seed")
    MANAGE_REGISTRATIONS = "manage_registrations", _("Decide on registrations and check in")
    MANAGE_PAYMENTS = "manage_payments", _("Verify, waive and refund payments")
    ASSIGN_STAFF = "assign_staff", _("Invite and remove staff")
    MAKE_ANNOUNCEMENTS = "make_announcements", _("Write to the entrants")
    MANAGE_SETTINGS = "manage_settings", _("Complete, cancel and archive")
    VIEW_AUDIT_LOGS = "view_audit_logs", _("Read the decision log")
    MANAGE_CERTIFICATES = "manage_certificates", _("Issue and revoke certificates")


class StaffRole(models.TextChoices):
    CO_ORGANIZER = "co_organizer", _("Co-organizer")
    REFEREE = "referee", _("Referee")
    VERIFIER = "verifier", _("Payment verifier")
    MODERATOR = "moderator", _("Moderator")
    CASTER = "caster", _("Caster")


ALL = frozenset(Capability)

# The organizer alone cancels. Co-organizers choose the staff, but not who organizes: see staffing.
CAPABILITIES: dict[StaffRole, frozenset[Capability]] = {
    StaffRole.CO_ORGANIZER: ALL - {Capability.MANAGE_SETTINGS},
    StaffRole.REFEREE: frozenset({Capability.REPORT_RESULTS, Capability.MANAGE_DISPUTES}),
    StaffRole.VERIFIER: frozenset({Capability.MANAGE_PAYMENTS}),
    StaffRole.MODERATOR: frozenset(
        {
            Capability.MANAGE_REGISTRATIONS,
            Capability.MAKE_ANNOUNCEMENTS,
            Capability.VIEW_AUDIT_LOGS,
        }
    ),
    StaffRole.CASTER: frozenset(),
}
