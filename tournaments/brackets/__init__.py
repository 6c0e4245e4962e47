"""Brackets: stages, groups, rounds and matches as rows; the bridge to the engine.

Verbs (``operations``): request_draw, draw, set_result, decide_lots.
Looks down to registration, core and the engine.
"""
