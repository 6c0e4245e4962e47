"""The words on the pages of the demo."""

from datetime import datetime, timedelta
from typing import Any

RULES = [
    (
        "Who may play",
        "<p>Every player signs up with their own account and gives a valid player id. "
        "Nobody plays for two entrants.</p>",
    ),
    (
        "Being on time",
        "<p>Be in the lobby five minutes before your match. Whoever is missing ten minutes "
        "after its time forfeits.</p>",
    ),
    (
        "Results",
        "<p>The organizer enters each result on the match's page. Keep a screenshot of the end "
        "of every game until the tournament is completed.</p>",
    ),
    ("Fair play", "<p>Cheats, account sharing and insults end in disqualification.</p>"),
]

QUESTIONS = [
    (
        "When do I know whom I play?",
        "<p>Right after the draw: it is shown on this page, and you get an e-mail.</p>",
    ),
    (
        "How long does it take to check a payment?",
        "<p>Usually less than a day. You can follow it on the page of your registration.</p>",
    ),
]


def body(*, starts_at: datetime, sponsors: list[str], stream: str = "") -> list[tuple[str, Any]]:
    """A page as an organizer would write it."""
    blocks: list[tuple[str, Any]] = [
        ("register_button", {"text": ""}),
        ("live_standings", None),
        ("live_bracket", None),
        ("prizes", {"note": "<p>Prizes are paid within seven days after the final.</p>"}),
        (
            "schedule",
            {
                "items": [
                    {
                        "starts_at": starts_at - timedelta(hours=1),
                        "title": "Lobby opens",
                        "note": "",
                    },
                    {"starts_at": starts_at, "title": "First round", "note": "All matches at once"},
                    {
                        "starts_at": starts_at + timedelta(hours=3),
                        "title": "Final",
                        "note": "On stream",
                    },
                ]
            },
        ),
        ("rules", {"sections": [{"title": title, "text": text} for title, text in RULES]}),
        (
            "faq",
            {"questions": [{"question": ask, "answer": answer} for ask, answer in QUESTIONS]},
        ),
    ]
    if stream:
        blocks.insert(
            1, ("streams", {"streams": [{"title": "Main stage", "url": stream, "language": "বাংলা"}]})
        )
    if sponsors:
        tiers = ["title", "gold", "partner"]
        blocks.append(
            (
                "sponsors",
                {
                    "sponsors": [
                        {"name": name, "tier": tiers[min(number, 2)], "logo": None, "url": ""}
                        for number, name in enumerate(sponsors)
                    ]
                },
            )
        )
    return blocks
