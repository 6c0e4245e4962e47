from deltacrown.teams.operations.founding import create_team, drop_logo, update_team
from deltacrown.teams.operations.inviting import (
    accept,
    ask_to_join,
    decline,
    invite,
    invite_agent,
    withdraw,
)
from deltacrown.teams.operations.linking import join_by_link, renew_link, switch_off_link
from deltacrown.teams.operations.listing import close_listing, look_for_players, look_for_team
from deltacrown.teams.operations.mailing import mail_invitation
from deltacrown.teams.operations.ranking import hand_over, leave_team, remove_member, set_role

__all__ = [
    "accept",
    "ask_to_join",
    "close_listing",
    "create_team",
    "decline",
    "drop_logo",
    "hand_over",
    "invite",
    "invite_agent",
    "join_by_link",
    "leave_team",
    "look_for_players",
    "look_for_team",
    "mail_invitation",
    "remove_member",
    "renew_link",
    "set_role",
    "switch_off_link",
    "update_team",
    "withdraw",
]
