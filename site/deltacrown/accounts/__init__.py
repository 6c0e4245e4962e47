"""Accounts: who a person is.

Verbs (``operations``): update_profile, set_game_account, remove_game_account.
Sign-up, e-mail verification, login and password reset are django-allauth's.
Knows nothing of tournaments; a game account points at a game by name only.
"""
