"""Registrations: who applies, who holds a place, who is an entrant.

Verbs (``operations``): register, take_offer, confirm, await_verification, await_payment, reject,
withdraw, expire, end, fill_places, check_in, set_seed, admit_entrants.
Looks down to notifications and core, and to accounts and teams. Knows nothing of payments.
"""
