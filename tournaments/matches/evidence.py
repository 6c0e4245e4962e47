"""What a match page shows of its evidence, to those who may see it."""

from dataclasses import dataclass

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.roles import Official
from tournaments.matches.evidence_forms import EvidenceForm
from tournaments.matches.evidence_rules import (
    check_has_files_left,
    check_takes_evidence,
    sees_evidence,
)
from tournaments.matches.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """The files of a match, and the form for another one or the reason why there is none."""

    files: list[Evidence]
    form: EvidenceForm | None
    refusal: str


def evidence_section(
    match: Match, *, by, official: Official | None, form: EvidenceForm | None = None
) -> EvidenceSection | None:
    """None for the public: it does not learn whether there is any."""
    if not sees_evidence(match, by=by, official=official):
        return None
    files = list(match.evidence.select_related("uploaded_by").order_by("pk"))
    try:
        check_takes_evidence(match)
        check_has_files_left(sum(each.uploaded_by_id == by.pk for each in files))
    except Refused as refusal:
        return EvidenceSection(files, None, refusal.message)
    return EvidenceSection(files, form or EvidenceForm(), "")
