"""Awards: what a result earns.

Verbs (``operations``): place_entrants, issue_certificates, revoke.
Looks down to matches, brackets and registration.
"""
