"""Settings: ``base`` is shared; ``dev``, ``test``, ``staging`` and ``production`` choose."""
