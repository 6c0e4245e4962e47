"""Teams: players who enter tournaments together.

Verbs (``operations``): create_team, update_team, add_member, remove_member, leave_team,
hand_over.
Looks down to accounts. Knows nothing of tournaments.
"""
