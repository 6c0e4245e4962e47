"""Matches: playing them.

Verbs (``operations``): enter_result, add_evidence.
Looks down to brackets. The match page and its form live here.
"""
