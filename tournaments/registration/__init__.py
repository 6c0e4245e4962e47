"""Registrations: who applies, who holds a place, who is an entrant.

Verbs (``operations``): register, confirm, await_verification, await_payment, reject, withdraw,
check_in, set_seed, admit_entrants.
Looks down to notifications and core, and to accounts and teams. Knows nothing of payments.
"""
