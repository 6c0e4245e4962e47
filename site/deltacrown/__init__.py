"""True for the whole site: settings, addresses, the queue, uploads, private storage.

Looks down on nothing of the site: it knows no tournaments.
"""
