"""What other programs read at ``/api/v1/``; public, read-only, without a key.

``bracket``: the competition of a visible tournament, in our own words or, with
``?as=brackets-model``, in those of brackets-viewer.js. Looks down to brackets and core.
"""
