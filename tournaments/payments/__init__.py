"""Payments: what is owed for a registration, and how it is known that it was paid.

Verbs (``operations``): enter, accept_offer, approve_entry, owe, leave, turn_away; submit_proof,
verify, reject; waive, waive_top, refund, refund_online; expire_overdue, expire_unpaid,
settle_cancelled; start_checkout, note_callback, confirm_checkout.
Looks down to registration. The proof desk in the admin calls the same verbs.
"""
