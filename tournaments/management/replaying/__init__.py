"""Replaying a recorded event through the operations that people use, and comparing.

``reading`` turns a file into values or one line that names its fault; ``entries`` finds out where
the teams of each stage come from, ``plan`` what its settings are, and ``blocks`` writes them as
the editor does. ``playing`` plays it, and ``comparing`` sets what the site computed beside what
the file records.
"""
