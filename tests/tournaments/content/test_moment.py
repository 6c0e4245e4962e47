from datetime import UTC, datetime, timedelta

import pytest

from tournaments.content.moment import moment_of
from tournaments.core.models import Tournament

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
Status = Tournament.Status


def at(hours):
    return NOON + timedelta(hours=hours)


def cup(status=Status.PUBLISHED, **times):
    return Tournament(slug="cup", status=status, capacity=8, **{"starts_at": at(9)} | times)


@pytest.mark.parametrize(
    ("tournament", "held", "expected"),
    [
        (
            cup(registration_opens_at=at(2)),
            0,
            ("Announced", "Registration opens", at(2), "", ""),
        ),
        (
            cup(registration_closes_at=at(1)),
            7,
            ("Registration open", "Registration closes", at(1), "Register", "/t/cup/register/"),
        ),
        (
            cup(),
            8,
            ("Full", "Every place is taken. The tournament starts", at(9), "", ""),
        ),
        (
            cup(waitlist_max=4),
            8,
            (
                "Full",
                "Every place is taken. The waitlist closes",
                at(9),
                "Join the waitlist",
                "/t/cup/register/",
            ),
        ),
        (
            cup(waitlist_max=3),
            8,
            ("Full", "Every place is taken. The tournament starts", at(9), "", ""),
        ),
        (
            cup(registration_closes_at=at(-1), check_in_opens_at=at(3)),
            3,
            ("Registration closed", "Check-in opens", at(3), "", ""),
        ),
        (
            cup(registration_closes_at=at(-2), check_in_opens_at=at(-1), check_in_closes_at=at(1)),
            3,
            (
                "Check-in open",
                "Check-in closes",
                at(1),
                "Go to my registration",
                "/registrations/",
            ),
        ),
        (
            cup(check_in_opens_at=at(-1), check_in_closes_at=at(1)),
            3,
            (
                "Check-in open",
                "Check-in closes",
                at(1),
                "Register or check in",
                "/t/cup/register/",
            ),
        ),
        (
            cup(registration_closes_at=at(-1)),
            3,
            (
                "Ready for the draw",
                "Registration is over. The tournament starts",
                at(9),
                "",
                "",
            ),
        ),
        (cup(starts_at=at(0)), 3, ("Ready for the draw", "The draw comes next.", None, "", "")),
        (
            cup(Status.LIVE),
            8,
            ("Live", "The matches are being played.", None, "Follow the matches", "#bracket"),
        ),
        (
            cup(Status.COMPLETED, completed_at=at(-5)),
            8,
            ("Completed", "Ended", at(-5), "See the results", "#bracket"),
        ),
        (
            cup(Status.CANCELLED),
            8,
            ("Cancelled", "This tournament does not take place.", None, "", ""),
        ),
        (cup(Status.ARCHIVED), 8, ("Archived", "This tournament is over.", None, "", "")),
    ],
)
def test_each_moment_says_what_is_and_what_can_be_done(tournament, held, expected):
    moment = moment_of(tournament, places_held=held, waiting=3, now=NOON)

    said = (str(moment.label), moment.sentence, moment.at, moment.action, moment.href)
    assert said == expected
