"""Notifications: who is told what, once.

Verbs (``operations``): notify, send. A room declares in its ``notices`` module which events
tell whom; the consumer of the event log turns an event into notices.
Looks down to core.
"""
