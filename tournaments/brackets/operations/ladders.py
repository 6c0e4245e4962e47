from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide, Round, Stage
from tournaments.brackets.rules import check_can_challenge, check_can_close
from tournaments.core.operations import happened, lock
from tournaments.engine.formats import parse_spec
from tournaments.engine.types import Bracket
from tournaments.registration.models import Entrant


@transaction.atomic
def challenge(*, stage: Stage, challenger: Entrant, challenged: Entrant, by) -> Match:
    """Let one entrant of a ladder challenge another above it: a match that is ready to play.

    ``by`` is the challenger, somebody of its team, or an official who draws.
    """
    tournament = lock(stage.tournament)
    stage = tournament.drawn_stages.select_for_update(no_key=True).get(pk=stage.pk)
    check_can_challenge(stage, challenger=challenger, challenged=challenged, by=by)
    spec = parse_spec(stage.spec)
    round_, _made = Round.objects.get_or_create(
        stage=stage, bracket=Bracket.GROUP.value, number=1, defaults={"best_of": spec.best_of}
    )
    number = stage.matches.count() + 1
    match = Match.objects.create(
        stage=stage,
        round=round_,
        group=stage.groups.get(),
        code=f"C{number}",
        number=number,
        best_of=spec.best_of,
        status=Match.Status.READY,
    )
    MatchSide.objects.bulk_create(
        [
            MatchSide(match=match, slot=1, entrant=challenger),
            MatchSide(match=match, slot=2, entrant=challenged),
        ]
    )
    happened(
        "match.challenged",
        match,
        actor=by,
        after={"challenger": challenger.name, "challenged": challenged.name},
    )
    return match


@transaction.atomic
def close_ladder(stage: Stage, *, by) -> None:
    """End a ladder: its order is final. Again: nothing more."""
    tournament = lock(stage.tournament)
    stage = tournament.drawn_stages.select_for_update(no_key=True).get(pk=stage.pk)
    if stage.closed_at:
        return
    check_can_close(stage, by=by)
    if stage.matches.exclude(status__in=Match.TERMINAL).exists():
        raise Refused(_("A challenge is still to be played."), code="matches_open")
    stage.closed_at = timezone.now()
    stage.save(update_fields=["closed_at"])
    happened("stage.closed", stage, actor=by)
