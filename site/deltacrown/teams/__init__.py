"""Teams: players who enter tournaments together.

Verbs (``operations``): create_team, update_team; invite, ask_to_join, accept, decline, withdraw,
renew_link, switch_off_link, join_by_link; set_role, hand_over, remove_member, leave_team;
look_for_team, look_for_players, close_listing.
Looks down to accounts. Knows nothing of tournaments.
"""
