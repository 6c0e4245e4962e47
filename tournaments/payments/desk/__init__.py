"""The proof desk in the admin: the queue, the work page and decisions on many at once.

Those with the permission see the proofs of every tournament; organizers, co-organizers and
payment verifiers of a tournament see those of theirs. It decides nothing by itself.
"""

NAMESPACE = "payment_proofs"
