from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deltacrown.accounts import operations, queries
from deltacrown.accounts.forms import GameAccountForm, ProfileForm
from deltacrown.accounts.models import GameAccount
from deltacrown.errors import Refused


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=queries.profile_of(request.user))
    if form.is_valid():
        operations.update_profile(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("account")
    context = {
        "form": form,
        "games": queries.games_with_account(request.user),
        "invitations": queries.waiting_invitations(request.user),
        "memberships": queries.own_memberships_with_requests(request.user),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@login_required
def game_account(request: HttpRequest, slug: str) -> HttpResponse:
    game = get_object_or_404(queries.games(), slug=slug)
    own = GameAccount.objects.filter(user=request.user, game=game).first()
    back = _page_to_return_to(request)
    initial = {"player_id": own.player_id} if own else None
    form = GameAccountForm(request.POST or None, game=game, initial=initial)
    if form.is_valid():
        try:
            operations.set_game_account(user=request.user, game=game, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("player_id", refusal.message)
        else:
            messages.success(request, _("Your id in %(game)s is saved.") % {"game": game})
            return redirect(back or "account")
    context = {"game": game, "own": own, "form": form, "back": back}
    return render(request, "accounts/game_account.html", context)


@never_cache
@login_required
def remove_game_account(request: HttpRequest, slug: str) -> HttpResponse:
    own = get_object_or_404(
        GameAccount.objects.select_related("game"), user=request.user, game__slug=slug
    )
    if request.method == "POST":
        operations.remove_game_account(user=request.user, game=own.game)
        messages.success(request, _("Your id in %(game)s is removed.") % {"game": own.game})
        return redirect("account")
    return render(request, "accounts/remove_game_account.html", {"own": own})


def player(request: HttpRequest, username: str) -> HttpResponse:
    person = get_object_or_404(queries.players(), username__iexact=username)
    context = {
        "player": person,
        "profile": getattr(person, "profile", None),
        "memberships": queries.own_memberships(person),
    }
    return render(request, "accounts/player.html", context)


def _page_to_return_to(request: HttpRequest) -> str:
    """The page of this site that sent the visitor here for an id (``next``), or nothing."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""
