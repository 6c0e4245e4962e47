"""Statements of the accounts that money comes in on: read, compared with proofs, kept.

``reading`` turns a file into lines, ``matching`` finds the proof of each, ``operations.importing``
writes them down. The same file again changes nothing.
"""
