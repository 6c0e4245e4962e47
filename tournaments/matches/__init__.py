"""Matches: playing them.

Verbs (``operations``), by what they are about: results (enter_result, forfeit, enter_finishes),
reports, disputes and score links; calling, starting and restarting; check-in and no-shows;
lobbies, vetoes and chat; stations, times, the queue, proposals and reminders; evidence.
Looks down to brackets. The match page, the schedule and the calendars live here.
"""
