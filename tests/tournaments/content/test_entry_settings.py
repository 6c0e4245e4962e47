"""The editor's settings of who may enter, what is asked, and what it costs."""

from datetime import timedelta

import pytest

from tests import factories
from tests.tournaments.content.editor import create, data_of, errors, new_page, superuser
from tests.tournaments.control.lock_rows import START, question
from tournaments.content.models import TournamentPage
from tournaments.content.setting_blocks import PaymentMethodsBlock
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(superuser())
    return client


def published(editor, **settings):
    written = new_page(**{"starts_at": START, **settings})
    parent = factories.OrganizerFactory().page
    return create(editor, parent, data_of(written))


def test_every_setting_of_the_way_in_is_edited_and_put_in_force(editor):
    settings = {
        "participation": "team",
        "needs_approval": True,
        "guest_teams_max": 2,
        "waitlist_max": 8,
        "offer_hours": 6,
        "minimum_age": 16,
        "allowed_countries": "BD, IN",
        "terms": "Play fair.",
        "roster_locks_at": START - timedelta(days=1),
        "payment_hours": 24,
        "refund_policy": "none",
        "four_eyes_from": 1000,
    }

    answer = published(editor, **settings, custom_fields=question(label="Club?"))

    cup = Tournament.objects.get()
    assert errors(answer) == {}
    assert {name: getattr(cup, name) for name in settings} == settings
    assert [(row["label"], row["key"]) for row in cup.custom_fields] == [
        ("Club?", TournamentPage.objects.get().custom_fields[0].id)
    ]


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        (
            {"allowed_countries": "BD, XX, Nepal"},
            "allowed_countries",
            "No country has the code XX and NEPAL. Write two letters for each, such as BD, IN.",
        ),
        (
            {"roster_locks_at": START + timedelta(hours=1)},
            "roster_locks_at",
            "Rosters lock before the tournament starts.",
        ),
        (
            {"guest_teams_max": 2},
            "guest_teams_max",
            "Guest teams need a tournament for teams. Set them to 0.",
        ),
        (
            {"custom_fields": question(kind="choice", label="Way?")},
            "custom_fields",
            "“Way?”: Write at least two choices, one a line.",
        ),
    ],
)
def test_what_does_not_go_together_is_told_at_its_field(editor, settings, field, message):
    answer = published(editor, **settings)

    assert errors(answer)[field] == [message]
    assert not Tournament.objects.exists()


def test_only_what_people_pay_by_hand_is_offered():
    method = PaymentMethodsBlock().child_blocks["method"].child_blocks["method"]

    values = [value for value, _label in method.field.choices if value]

    assert values == ["bkash", "nagad", "rocket", "bank_transfer", "cash"]
