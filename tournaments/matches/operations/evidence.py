from contextlib import ExitStack, closing

from django.core.files.base import File

from deltacrown.accounts.models import User
from deltacrown.uploads import CleanImage, CleanVideo, clean_image_or_video
from tournaments.brackets.models import Match
from tournaments.core.limits import counted
from tournaments.core.operations import happened, lock
from tournaments.matches.evidence_rules import check_can_add_evidence, check_new_to_match
from tournaments.matches.models import Evidence


def add_evidence(match: Match, *, by: User, upload: File, note: str = "") -> Evidence:
    """Send a picture or a video that shows how ``match`` went.

    Refused, or failed half-way, it leaves neither row nor file behind. The file is checked
    before anything is locked, since that takes its time; so the limit is taken here and not by
    the view.
    """
    check_can_add_evidence(match, by=by)
    clean = clean_image_or_video(upload)
    with closing(clean.file), ExitStack() as undo:
        with counted("evidence", by.pk):
            lock(match.tournament)
            match = Match.objects.select_related("stage__tournament__organizer").get(pk=match.pk)
            check_can_add_evidence(match, by=by)
            check_new_to_match(match, by=by, sha256=clean.sha256)
            evidence = Evidence(match=match, uploaded_by=by, note=note.strip())
            _attach(evidence, clean)
            undo.callback(evidence.file.storage.delete, evidence.file.name)
            evidence.save(force_insert=True)
            after = {"match": match.code, "content_type": evidence.content_type}
            happened("evidence.added", evidence, actor=by, after=after)
        undo.pop_all()
    return evidence


def _attach(evidence: Evidence, clean: CleanImage | CleanVideo) -> None:
    evidence.content_type = clean.content_type
    evidence.sha256 = clean.sha256
    evidence.file.save(clean.file.name, clean.file, save=False)
