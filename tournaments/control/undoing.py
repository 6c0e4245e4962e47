"""Taking a correction back, exactly."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets.models import Match
from tournaments.control.concerned import changed_matches
from tournaments.control.hanging import hang_back
from tournaments.control.models import Correction
from tournaments.control.rows import digest, put_back, rows_of
from tournaments.control.rules import check_can_undo
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, match_topic


@transaction.atomic
def undo(correction: Correction, *, by) -> None:
    """Put everything back as it was before the correction, if nothing has changed since."""
    tournament = lock(correction.tournament)
    correction = Correction.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=correction.pk
    )
    if correction.undone_at:
        return
    check_can_undo(correction, tournament, by=by)
    # Who has left in the meantime would stand in matches again, and nobody would wait for it.
    has_left = tournament.entrants.filter(left_at__gt=correction.made_at).exists()
    now = rows_of(tournament)
    if has_left or digest(now) != correction.after:
        raise Refused(
            _("The competition went on since; make another correction instead."), code="went_on"
        )
    put_back(correction.before)
    if carried := correction.before.get("carried"):  # corrections of old have none
        hang_back(carried, by=by)
    _take_up(tournament)
    correction.undone_at, correction.undone_by = timezone.now(), by
    correction.save(update_fields=["undone_at", "undone_by"])
    happened(
        "match.correction_undone",
        tournament,
        actor=by,
        after={"correction": correction.pk},
        changes=[match_topic(pk) for pk in sorted(changed_matches(now, rows_of(tournament)))],
    )


def _take_up(tournament: Tournament) -> None:
    """Queue what stages that returned waited for, and name their matches in corrections again."""
    for stage in tournament.drawn_stages.all():
        if stage.drawn_at is None and not stage.refusal:
            enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
        elif stage.wanted_round:
            enqueue("tournaments.brackets.tasks.pair_round", stage.pk, stage.wanted_round)
    nameless = tournament.corrections.filter(match=None).exclude(kind=Correction.Kind.DRAW)
    for other in nameless:
        other.match = Match.objects.filter(pk=other.before["match"]).first()
        other.save(update_fields=["match"])
