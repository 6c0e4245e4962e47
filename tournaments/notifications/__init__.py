"""Notifications: who is told what, over which channel, once.

Verbs (``operations``): notify, broadcast, send, send_digest; read, unread, archive, read_all;
prefer, be_quiet, unsubscribe; and those of webhooks and browsers in their modules. A room
declares in its ``notices`` module which events tell whom; the consumer of the event log turns
an event into notices.
Looks down to core.
"""
