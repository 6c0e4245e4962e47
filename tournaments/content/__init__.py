"""Content: the pages of tournaments, their blocks, and what their editors may do.

A page holds words and settings and reads the live record; publishing hands its settings to
``control.apply_settings``. Looks down to every room.
"""
