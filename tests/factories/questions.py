"""Questions to entrants, as they are in force on a tournament."""

from typing import Any

from tournaments.registration.questions import Kind, Question, Scope


def question(key: str, kind: str = "text", **words: Any) -> dict[str, Any]:
    """A row of ``Tournament.custom_fields``; its label is its key unless it says otherwise."""
    return {"key": key, "label": key, "kind": kind, "scope": "registration"} | words


def asking(kind: Kind, **words: Any) -> Question:
    return Question("q", "Question", kind, Scope.REGISTRATION, **words)
