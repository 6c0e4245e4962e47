from deltacrown.teams.views.invitations import answer, ask, invite, join, link
from deltacrown.teams.views.listings import (
    close_listing,
    free_agents,
    invite_agent,
    open_teams,
    post_free_agent,
    post_open_team,
)
from deltacrown.teams.views.members import hand_over, leave, member, remove_member
from deltacrown.teams.views.teams import create, detail, edit, team_list

__all__ = [
    "answer",
    "ask",
    "close_listing",
    "create",
    "detail",
    "edit",
    "free_agents",
    "hand_over",
    "invite",
    "invite_agent",
    "join",
    "leave",
    "link",
    "member",
    "open_teams",
    "post_free_agent",
    "post_open_team",
    "remove_member",
    "team_list",
]
