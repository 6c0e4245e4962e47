"""The competition engine: values in, values out.

Words: structures of matches, seeds, results, standings, stages. The same input gives the same
output for ever, so a draw can be replayed and audited. Looks down to nothing: no Django, no
clock; chance comes in as a seeded ``random.Random``.
"""
