"""What the page of a team shows, and to whom."""

from deltacrown.accounts.models import User
from deltacrown.teams import queries, rules
from deltacrown.teams.forms import InviteForm
from deltacrown.teams.models import Team


def team_page(team: Team, *, by: User, form: InviteForm | None = None) -> dict:
    """Members for everybody; what waits, the link and the form for the team's leaders."""
    members = queries.member_list(team)
    own = queries.membership_in(members, by)
    role = own.role if own else None
    page = {
        "team": team,
        "members": [(each, rules.can_change(each, role=role)) for each in members],
        "own": own,
        "waiting": None if own else queries.waiting_between(team, by),
    }
    if own and own.leads:
        waiting = queries.waiting_of(team)
        page["requests"] = [each for each in waiting if each.is_request]
        page["invitations"] = [each for each in waiting if not each.is_request]
        page["form"] = form or InviteForm(role=own.role)
    return page
