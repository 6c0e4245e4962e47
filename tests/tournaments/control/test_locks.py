from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from wagtail.blocks.stream_block import StreamValue

from tests import factories
from tests.factories import play
from tests.tournaments.control import lock_rows
from tests.tournaments.control.lock_rows import (
    NAMES,
    ONE_DAY,
    ROWS,
    START,
    knockout,
    published_page,
)
from tournaments.brackets.models import Stage
from tournaments.control.locks import LOCKS, Refusal, refusals
from tournaments.control.page_settings import SETTINGS, label_of, settings_of
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def refused(page, **changes) -> dict[str, str]:
    for name, value in changes.items():
        setattr(page, name, value)
    cup = Tournament.objects.get(page=page.pk)
    return {row.field: row.reason for row in refusals(cup, settings_of(page))}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_row_of_the_table_refuses_with_its_reason(row):
    page = published_page()
    row.arrange(Tournament.objects.get(page=page.pk))
    page.refresh_from_db()
    row.change(page)

    found = refusals(Tournament.objects.get(page=page.pk), settings_of(page))

    assert found == [Refusal(row.field, label_of(row.field), row.reason)]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_row_of_the_table_allows_the_change_before(row):
    page = published_page()
    row.change(page)

    assert refused(page) == {}


def test_the_table_locks_every_setting_but_what_counts_from_then_on():
    assert set(SETTINGS) - set(LOCKS) == {
        "allowed_countries",
        "buffer_minutes",
        "currency",
        "embed_hosts",
        "entry_fee",
        "four_eyes_from",
        "grace_minutes",
        "guest_teams_max",
        "match_check_in_minutes",
        "minimum_age",
        "minutes_per_game",
        "needs_approval",
        "offer_hours",
        "payment_hours",
        "players_report",
        "report_minutes",
        "sides_may_reschedule",
        "terms",
        "waitlist_max",
    }


def test_fee_and_accounts_may_change_after_everything():
    page = published_page()
    lock_rows.complete(Tournament.objects.get(page=page.pk))

    changes = {
        "entry_fee": Decimal(100),
        "currency": "USD",
        "payment_methods": [("method", {"method": "cash", "account": "Hall 2"})],
    }

    assert refused(page, **changes) == {}


def test_capacity_may_go_down_to_the_places_that_are_held():
    page = published_page(capacity=8)
    lock_rows.register(Tournament.objects.get(page=page.pk))

    assert refused(page, capacity=4) == {}
    assert refused(page, capacity=3) == {"capacity": lock_rows.HELD}


def test_capacity_counts_only_registrations_that_hold_a_place():
    page = published_page(capacity=8)
    cup = Tournament.objects.get(page=page.pk)
    factories.RegistrationFactory(tournament=cup)
    for status in (Registration.Status.WITHDRAWN, Registration.Status.WAITLISTED):
        factories.RegistrationFactory(tournament=cup, status=status)

    assert refused(page, capacity=2) == {}


def test_a_withdrawn_registration_still_fixes_the_game():
    page = published_page()
    factories.RegistrationFactory(
        tournament=Tournament.objects.get(page=page.pk), status=Registration.Status.WITHDRAWN
    )

    assert refused(page, participation="team") == {"participation": lock_rows.REGISTERED}


def test_check_in_may_change_until_the_second_it_opens():
    opens = START - ONE_DAY
    page = published_page(check_in_opens_at=opens)
    cup = Tournament.objects.get(page=page.pk)
    page.check_in_opens_at = opens + timedelta(hours=1)

    before = refusals(cup, settings_of(page), moment=opens - timedelta(seconds=1))
    after = refusals(cup, settings_of(page), moment=opens)

    assert before == []
    assert [row.reason for row in after] == [lock_rows.CHECKED_IN]


def test_seconds_are_no_change_since_the_editor_shows_minutes():
    page = published_page()
    cup = Tournament.objects.get(page=page.pk)
    lock_rows.draw(cup)
    Tournament.objects.filter(pk=cup.pk).update(starts_at=START + timedelta(seconds=33))

    assert refused(page) == {}


def test_a_drawn_stage_may_get_another_name():
    page = published_page()
    lock_rows.draw(Tournament.objects.get(page=page.pk))

    assert refused(page, stages=knockout(name="Grand playoffs")) == {}


def test_a_drawn_stage_cannot_be_removed():
    page = published_page()
    lock_rows.draw(Tournament.objects.get(page=page.pk))

    assert refused(page, stages=[]) == {"stages": "“Playoffs” is drawn and cannot be removed."}


def test_the_length_of_the_final_may_change_until_the_final_starts():
    page = published_page()
    cup = Tournament.objects.get(page=page.pk)
    lock_rows.start_matches(cup)

    assert refused(page, stages=knockout(best_of_final="3")) == {}

    play.play_all(cup)

    assert refused(page, stages=knockout(best_of_final="3")) == {"stages": lock_rows.STARTED}


def test_a_stage_that_is_being_drawn_keeps_the_length_of_its_matches():
    page = published_page()
    cup = Tournament.objects.get(page=page.pk)
    Stage.objects.create(
        tournament=cup, number=1, name="Playoffs", spec=cup.stages[0], random_seed=1
    )

    assert refused(page, stages=knockout(best_of="3")) == {"stages": "“Playoffs” is being drawn."}


def test_a_stage_whose_draw_was_refused_may_change():
    page = published_page()
    cup = Tournament.objects.get(page=page.pk)
    Stage.objects.create(
        tournament=cup,
        number=1,
        name="Playoffs",
        spec=cup.stages[0],
        random_seed=1,
        refusal="Too few entrants.",
    )

    assert refused(page, stages=knockout(third_place=True), capacity=8) == {}


def groups(**options):
    values = {
        "name": "Groups",
        "groups": 2,
        "legs": "1",
        "best_of": "1",
        "as_usual": False,
        "draws": True,
        "points_win": 3,
        "points_draw": 1,
        "points_loss": 0,
        "tiebreaks": ["points", "manual"],
        "advance": 1,
    }
    return ("round_robin", values | options)


def test_stages_after_the_last_drawn_one_may_change():
    page = published_page(stages=[groups(), *knockout()])
    lock_rows.draw(Tournament.objects.get(page=page.pk))

    assert refused(page, stages=[groups(), *knockout(best_of="5")]) == {}
    assert refused(page, stages=[groups(advance=2), *knockout()]) == {
        "stages": "“Groups” is drawn: only its name and the length of its matches may change."
    }


def test_the_whole_table_takes_few_queries(django_assert_max_num_queries):
    page = published_page()
    lock_rows.draw(Tournament.objects.get(page=page.pk))
    cup = Tournament.objects.get(page=page.pk)
    for row in ROWS:
        row.change(page)

    with django_assert_max_num_queries(12):
        refusals(cup, settings_of(page), moment=timezone.now())


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        ("due", "One method must stay: there are registrations that are still to be paid."),
        ("submitted", "One method must stay: there are registrations that are still to be paid."),
        ("verified", None),
    ],
)
def test_the_last_payment_method_stays_while_somebody_is_to_pay(status, refusal):
    payment = factories.PaidRegistrationFactory(payment__status=status).payment

    found = refusals(payment.tournament, {"payment_methods": []})

    assert [each.reason for each in found] == ([refusal] if refusal else [])


def test_questions_that_need_no_answer_may_always_be_added():
    page = published_page(custom_fields=lock_rows.question(label="Club?"))
    lock_rows.register(Tournament.objects.get(page=page.pk))
    (stands,) = page.custom_fields.get_prep_value()
    new = {"type": "question", "id": "new", "value": stands["value"] | {"label": "Age?"}}
    needed = new | {"value": new["value"] | {"required": True}}
    other = stands | {"value": stands["value"] | {"label": "Clan?"}}

    def refused_with(*rows):
        block = page.custom_fields.stream_block
        return refused(page, custom_fields=StreamValue(block, rows, is_lazy=True))

    assert refused_with(stands, new) == {}
    assert refused_with(new, stands) == {}
    for rows in ([stands, needed], [other], []):
        assert refused_with(*rows) == {"custom_fields": lock_rows.ASKED}
