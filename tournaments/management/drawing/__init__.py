"""Drawing a stage without a database.

``field`` reads the entrants out of a file and puts them in order of seed, ``answer`` says the
structure that the engine drew, as JSON or as lines.
"""
