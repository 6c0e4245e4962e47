"""Replaying a recorded event through the operations that people use, and comparing.

``reading`` turns a file into values or one line that names its fault, ``plan`` those into the
settings of a page, ``playing`` plays it, ``comparing`` sets what the site computed beside what
the file records.
"""
