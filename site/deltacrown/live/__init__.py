"""The live process: "topic T is at version N", told to everybody who watches T.

One asynchronous process without Django's request stack, for thousands of open streams. A page
carries a signed list of topics (``deltacrown.live_tokens``), opens one stream for them, and
fetches again whatever a topic that changed belongs to. No content passes through here, and only
the newest version of a topic counts: what was lost on the way, or never sent to a slow viewer,
costs nothing.

- ``hub``: who watches what, and what each of them has still to be told.
- ``feeds``: where the versions come from: PostgreSQL's word at each commit, or SQLite's rows.
- ``streams``: one viewer over SSE or WebSocket.
- ``limits``: how many streams there may be.
- ``app``: the addresses below ``/live/``, and the life of the process.

Knows nothing of tournaments; the table of the versions is named by a setting.
"""
