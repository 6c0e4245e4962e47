"""What of the log is asked for together, and what of it everybody may read."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tournaments.brackets.models import Match


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of events that people look for together, by how the kinds begin."""

    label: str
    beginnings: tuple[str, ...]


GROUPS = {
    "rulings": Group(
        _("Rulings and corrections"),
        (
            *("match.corrected", "match.correction_undone", "match.voided", "match.restarted"),
            *("dispute.", "entrant.", "stage.exchanged", "stage.lots", "tournament.reopened"),
        ),
    ),
    "matches": Group(_("Matches"), ("match.", "report.", "evidence.")),
    "schedule": Group(
        _("Schedule"),
        ("station.", "break.", "match.scheduled", "match.rescheduled", "match.referee"),
    ),
    "draws": Group(_("Draws"), ("stage.",)),
    "registrations": Group(_("Registrations"), ("registration.", "entrant.")),
    "money": Group(_("Money"), ("payment.", "proof.", "checkout.")),
    "certificates": Group(_("Certificates"), ("certificate.",)),
    "staff": Group(_("Staff"), ("staff.",)),
    "tournament": Group(_("Tournament"), ("tournament.",)),
}


@dataclass(frozen=True, slots=True)
class Public:
    """The sentence that everybody may read. The reason only where its form says so."""

    text: str
    shows_reason: bool = False


PUBLIC = {
    "match.corrected": Public(_("The result of %(name)s was corrected."), shows_reason=True),
    "match.voided": Public(_("%(name)s was taken out: it counts for nobody."), shows_reason=True),
    "match.correction_undone": Public(_("A ruling was taken back.")),
    "match.restarted": Public(_("%(name)s was restarted.")),
    "match.completed": Public(_("%(name)s was decided without play: %(result)s.")),
    "dispute.resolved": Public(_("The dispute about %(name)s was ruled on: %(result)s.")),
    "dispute.dismissed": Public(_("The dispute about %(name)s was dismissed.")),
    "entrant.disqualified": Public(_("%(name)s was disqualified.")),
    "stage.exchanged": Public(
        _("%(one)s and %(other)s changed places in the draw of “%(name)s”."), shows_reason=True
    ),
    "stage.lots_decided": Public(_("The order of those who were level in “%(name)s” was decided.")),
    "tournament.reopened": Public(_("The tournament was opened again."), shows_reason=True),
}
# A result that was played is no ruling, and a walkover follows from one.
RULED = [Match.DecidedBy.FORFEIT, Match.DecidedBy.DOUBLE_FORFEIT, Match.DecidedBy.DISQUALIFICATION]
