"""Control: what spans rooms in one transaction, and the organizer's control room.

Verbs (``operations``): apply_settings, cancel, complete, conclude.
Looks down to every room but content.
"""
