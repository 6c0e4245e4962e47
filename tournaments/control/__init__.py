"""Control: what spans rooms in one transaction, and the organizer's control room.

Verbs: apply_settings, cancel, complete, conclude, reopen; correct, void, exchange and undo;
withdraw and disqualify entrants; announce. The match-day screen and what is printed live here.
Looks down to every room but content.
"""
