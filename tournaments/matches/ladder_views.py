"""The page on which the entrants of a ladder challenge each other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.operations import challenge as make_challenge
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import official_of
from tournaments.matches.forms import ChallengeForm
from tournaments.matches.ladders import ladder_view, open_ladders


def ladder(request, slug):
    """Everybody sees who stands where; players and officials also what they can do."""
    tournament = _tournament(slug)
    ladders = open_ladders(tournament)
    official = official_of(request.user, tournament)
    if not ladders and official is None:
        raise Http404
    context = {
        "tournament": tournament,
        "ladders": [ladder_view(stage, by=request.user) for stage in ladders],
        "is_official": official is not None,
        "may_challenge_for_all": official and official.may(Capability.MODIFY_BRACKETS),
    }
    return render(request, "tournaments/matches/ladder.html", context)


@require_POST
@login_required
def challenge(request, slug, number):
    tournament = _tournament(slug)
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    form = ChallengeForm(request.POST, stage=stage)
    if not form.is_valid():
        messages.error(request, _("Choose who challenges whom."))
        return redirect("matches:ladder", tournament.slug)
    try:
        match = make_challenge(
            stage=stage,
            challenger=form.cleaned_data["challenger"],
            challenged=form.cleaned_data["challenged"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("matches:ladder", tournament.slug)
    messages.success(request, _("The challenge is made. This is its match."))
    return redirect(match)


def _tournament(slug):
    visible = Tournament.objects.visible().select_related("organizer__group", "game", "page")
    return get_object_or_404(visible, slug=slug)
