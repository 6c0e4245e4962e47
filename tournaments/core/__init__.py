"""Core: games, organizers, the live record of a tournament, its states and the event log.

Verbs (``operations``): happened, archive, return_to_draft.
Looks down to the engine alone.
"""
