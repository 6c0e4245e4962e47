"""Tags that speak of tournaments."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from tournaments.brackets.group_views import GroupView
from tournaments.brackets.table import Legend, legend_of
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation

register = template.Library()


@register.simple_tag
def place(first: int, last: int) -> str:
    """A place, or a block of places, in words."""
    if first != last:
        return _("Places %(first)d to %(last)d") % {"first": first, "last": last}
    words = {1: _("Champion"), 2: _("Runner-up"), 3: _("Third place")}
    return words.get(first, _("Place %(number)d") % {"number": first})


@register.simple_tag
def who_takes_part(tournament: Tournament) -> str:
    """Single players, or teams with the number of players in each."""
    if tournament.participation == Participation.SOLO or not tournament.game:
        return Participation(tournament.participation).label
    smallest, largest = tournament.smallest_roster, tournament.largest_roster
    if smallest == largest:
        return _("Teams of %(number)d") % {"number": smallest}
    return _("Teams of %(smallest)d to %(largest)d") % {"smallest": smallest, "largest": largest}


@register.simple_tag
def legend(groups: Sequence[GroupView]) -> Legend:
    """What the tables of a stage's groups need explained."""
    return legend_of([group.table for group in groups])
