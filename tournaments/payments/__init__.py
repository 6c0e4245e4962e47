"""Payments: what is owed for a registration, and the evidence that it was paid.

Verbs (``operations``): enter, submit_proof, verify, reject.
Looks down to registration. The proof desk in the admin calls the same verbs.
"""
