"""Paper for the venue: brackets, tables, the schedule, match slips and the check-in list.

``sheets`` says what stands on them, ``typeset`` makes a PDF of it; all is readable in black and
white.
"""
