from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.models import Locale, Page, Revision

from tests import factories
from tests.factories import play
from tests.tournaments.control import lock_rows
from tests.tournaments.control.lock_rows import (
    ONE_DAY,
    START,
    knockout,
    published_page,
    question,
)
from tournaments.brackets.models import Match, Round, Stage
from tournaments.content.models import TournamentPage
from tournaments.control.applying import apply_settings
from tournaments.control.page_settings import SETTINGS
from tournaments.core.models import Event, Tournament
from tournaments.core.operations import return_to_draft
from tournaments.core.versions import current_versions

pytestmark = pytest.mark.django_db


def cup_of(page) -> Tournament:
    return Tournament.objects.get(page=page.pk)


def publish(page, **changes) -> Tournament:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return cup_of(page)


def in_force(cup) -> dict:
    return {name: getattr(cup, name) for name in SETTINGS}


def events(cup) -> list[tuple]:
    return list(cup.events.values_list("kind", "before", "after"))


def test_an_earlier_tournament_and_who_is_kept_apart_come_into_force():
    earlier = factories.TournamentFactory(title="Winter Cup")
    page = published_page()

    page.seeding, page.seeded_from, page.keep_apart = "earlier_event", earlier, "region"
    page.save_revision().publish()

    cup = cup_of(page)
    assert (cup.seeding, cup.seeded_from, cup.keep_apart) == ("earlier_event", earlier, "region")
    assert events(cup)[-1] == (
        "tournament.settings_applied",
        {"seeding": "registration_order", "seeded_from": None, "keep_apart": ""},
        {"seeding": "earlier_event", "seeded_from": "Winter Cup", "keep_apart": "region"},
    )


def test_seeds_from_an_earlier_tournament_that_is_not_named_are_not_put_in_force():
    page = published_page()

    page.seeding = "earlier_event"
    page.save_revision().publish()

    cup = cup_of(page)
    assert cup.seeding == "registration_order"
    assert [row["field"] for row in cup.refused_settings] == ["seeding"]


def test_each_tournament_has_a_secret_of_its_own_from_its_publication():
    secrets = {cup_of(published_page()).draw_secret for _ in range(2)}

    assert [len(secret) for secret in secrets] == [64, 64]


def test_the_first_publish_puts_every_setting_in_force():
    game = factories.GameFactory()
    organizer = factories.OrganizerFactory()
    page = factories.TournamentPageFactory(
        organizer=organizer,
        title="Spring Cup",
        slug="spring-cup",
        game=game,
        participation="team",
        roster_min=2,
        roster_max=4,
        capacity=8,
        minimum_entrants=4,
        registration_opens_at=START - 5 * ONE_DAY,
        registration_closes_at=START - 2 * ONE_DAY,
        check_in_opens_at=START - ONE_DAY,
        check_in_closes_at=START - timedelta(hours=1),
        starts_at=START,
        entry_fee=Decimal("250.00"),
        currency="BDT",
        seeding="random",
        needs_approval=True,
        guest_teams_max=2,
        waitlist_max=10,
        players_report=False,
        report_minutes=30,
        match_check_in_minutes=45,
        grace_minutes=15,
        minutes_per_game=40,
        buffer_minutes=10,
        sides_may_reschedule=True,
        embed_hosts="club.example",
        offer_hours=12,
        minimum_age=16,
        allowed_countries="bd in;BD",
        terms="Play fair.",
        roster_locks_at=START - ONE_DAY,
        payment_hours=24,
        refund_policy="none",
        four_eyes_from=Decimal("5000.00"),
        custom_fields=question(label="Your club?", required=True),
        stages=knockout(best_of="3", best_of_final="5", first_round="1-8, 4-5 2-7, 3-6"),
        payment_methods=[("method", {"method": "bkash", "account": "01700000000"})],
        prizes=[
            ("prize", {"first": 1, "last": None, "amount": Decimal("5000"), "extra": "A trophy"}),
            ("prize", {"first": 3, "last": 4, "amount": None, "extra": "A mouse"}),
        ],
    )

    page.save_revision().publish()

    cup = cup_of(page)
    assert (cup.title, cup.slug, cup.organizer, cup.status) == (
        "Spring Cup",
        "spring-cup",
        organizer,
        Tournament.Status.PUBLISHED,
    )
    assert in_force(cup) == {
        "game": game,
        "participation": "team",
        "roster_min": 2,
        "roster_max": 4,
        "capacity": 8,
        "minimum_entrants": 4,
        "registration_opens_at": START - 5 * ONE_DAY,
        "registration_closes_at": START - 2 * ONE_DAY,
        "check_in_opens_at": START - ONE_DAY,
        "check_in_closes_at": START - timedelta(hours=1),
        "starts_at": START,
        "entry_fee": Decimal("250.00"),
        "currency": "BDT",
        "seeding": "random",
        "seeded_from": None,
        "keep_apart": "",
        "players_report": False,
        "report_minutes": 30,
        "match_check_in_minutes": 45,
        "grace_minutes": 15,
        "minutes_per_game": 40,
        "buffer_minutes": 10,
        "sides_may_reschedule": True,
        "embed_hosts": "club.example",
        "needs_approval": True,
        "guest_teams_max": 2,
        "waitlist_max": 10,
        "offer_hours": 12,
        "minimum_age": 16,
        "allowed_countries": "BD, IN",
        "terms": "Play fair.",
        "roster_locks_at": START - ONE_DAY,
        "payment_hours": 24,
        "refund_policy": "none",
        "four_eyes_from": Decimal("5000.00"),
        "custom_fields": [
            {
                "key": TournamentPage.objects.get().custom_fields[0].id,
                "label": "Your club?",
                "kind": "text",
                "scope": "registration",
                "required": True,
                "public": False,
                "help_text": "",
                "choices": [],
                "shown_if": "",
                "shown_if_is": "",
            }
        ],
        "stages": [
            {
                "format": "single_elimination",
                "name": "Playoffs",
                "best_of": 3,
                "best_of_final": 5,
                "best_of_rounds": {},
                "third_place": False,
                "first_round": [["1", "8"], ["4", "5"], ["2", "7"], ["3", "6"]],
                "groups": 1,
                "advance": 0,
                "entry": None,
            }
        ],
        "payment_methods": [{"method": "bkash", "account": "01700000000", "instructions": ""}],
        "prizes": [
            {"first": 1, "last": 1, "amount": "5000.00", "currency": "BDT", "extra": "A trophy"},
            {"first": 3, "last": 4, "amount": None, "currency": "BDT", "extra": "A mouse"},
        ],
    }
    assert cup.refused_settings == []
    assert cup.applied_revision == Page.objects.get(pk=page.pk).live_revision
    assert events(cup) == [
        ("tournament.published", {"status": "draft"}, {"status": "published"}),
    ]


def test_a_draft_has_no_tournament():
    page = factories.TournamentPageFactory(live=False)

    page.save_revision()
    apply_settings(page)

    assert not Tournament.objects.exists()


def test_two_pages_of_the_same_slug_get_two_tournaments():
    pages = [published_page(slug="spring-cup") for _number in range(3)]

    assert [cup_of(page).slug for page in pages] == ["spring-cup", "spring-cup-2", "spring-cup-3"]


def test_a_long_slug_is_shortened_for_its_number():
    pages = [published_page(slug="x" * 255) for _number in range(2)]

    assert [cup_of(page).slug for page in pages] == ["x" * 255, "x" * 253 + "-2"]


def test_a_later_publish_changes_what_may_change_and_logs_only_that():
    page = published_page()
    revision = page.save_revision(user=page.owner)
    page.capacity = 8

    cup = publish(page, capacity=8, title="Grand Cup", starts_at=START)

    assert (cup.capacity, cup.title) == (8, "Grand Cup")
    assert cup.applied_revision.pk > revision.pk
    assert events(cup)[1:] == [("tournament.settings_applied", {"capacity": 4}, {"capacity": 8})]


def test_publishing_words_alone_logs_nothing():
    page = published_page()

    cup = publish(page, introduction="Four players, one crown.")

    assert [kind for kind, _before, _after in events(cup)] == ["tournament.published"]


@pytest.mark.parametrize("row", lock_rows.ROWS, ids=lock_rows.NAMES)
def test_what_may_not_change_is_kept_with_its_reason_and_the_owner_is_told(
    row, drain_queue, mailoutbox
):
    page = published_page()
    row.arrange(cup_of(page))
    page.refresh_from_db()
    drain_queue()
    mailoutbox.clear()
    before = in_force(cup_of(page))
    row.change(page)

    cup = publish(page, introduction="New words")

    assert in_force(cup) == before
    assert [(one["field"], one["reason"]) for one in cup.refused_settings] == [
        (row.field, row.reason)
    ]
    drain_queue()
    assert [(mail.to, row.reason in mail.body) for mail in mailoutbox] == [
        ([page.owner.email], True)
    ]


def test_what_may_change_takes_effect_beside_what_may_not():
    page = published_page()
    lock_rows.draw(cup_of(page))

    cup = publish(
        page, capacity=16, entry_fee=Decimal(50), payment_methods=[("method", {"method": "cash"})]
    )

    assert (cup.capacity, cup.entry_fee) == (4, Decimal(50))
    assert [one["field"] for one in cup.refused_settings] == ["capacity"]


def test_the_reasons_are_gone_once_the_page_says_what_is_in_force():
    page = published_page()
    lock_rows.draw(cup_of(page))
    assert publish(page, capacity=16).refused_settings != []

    assert publish(page, capacity=4).refused_settings == []


def test_settings_that_make_no_sense_are_kept_out_too():
    page = published_page()

    cup = publish(page, capacity=8, minimum_entrants=9, entry_fee=Decimal(10))

    assert (cup.capacity, cup.minimum_entrants, cup.entry_fee) == (4, 2, 0)
    assert cup.refused_settings == [
        {
            "field": "minimum_entrants",
            "label": "minimum number of entrants",
            "reason": "The minimum cannot exceed the capacity of 8.",
        },
        {
            "field": "capacity",
            "label": "capacity",
            "reason": "The minimum cannot exceed the capacity of 8.",
        },
        {
            "field": "entry_fee",
            "label": "entry fee",
            "reason": "Name at least one payment method, or set the entry fee to 0.",
        },
    ]


def test_a_page_that_could_not_be_played_gets_no_tournament_until_it_can():
    page = factories.TournamentPageFactory(stages=[])
    page.save_revision().publish()
    assert not Tournament.objects.exists()

    assert publish(page, stages=knockout()).status == Tournament.Status.PUBLISHED


def test_a_tournament_that_returned_to_draft_is_published_again():
    page = published_page()
    return_to_draft(cup_of(page))

    cup = publish(page)

    assert cup.status == Tournament.Status.PUBLISHED
    assert [kind for kind, _before, _after in events(cup)] == [
        "tournament.published",
        "tournament.draft",
        "tournament.published",
    ]


def test_new_lengths_reach_the_rounds_that_have_not_started():
    page = published_page()
    lock_rows.start_matches(cup_of(page))

    cup = publish(page, stages=knockout(best_of_final="5"))

    assert cup.refused_settings == []
    assert list(Round.objects.order_by("number").values_list("best_of", flat=True)) == [1, 5]
    assert dict(Match.objects.values_list("code", "best_of")) == {"W1-1": 1, "W1-2": 1, "F": 5}
    assert Stage.objects.get().spec == cup.stages[0]


def test_a_drawn_stage_takes_its_new_name():
    page = published_page()
    lock_rows.draw(cup_of(page))

    publish(page, stages=knockout(name="Grand playoffs"))

    assert Stage.objects.get().name == "Grand playoffs"


def test_publishing_raises_the_versions_that_pages_and_lists_are_kept_by():
    page = published_page()
    before = current_versions(["pages", "listing"])

    publish(page)

    after = current_versions(["pages", "listing"])
    assert after["pages"] > before["pages"]
    assert after["listing"] > before["listing"]


def test_applying_twice_changes_nothing_more():
    page = published_page()
    publish(page, capacity=8)
    found = list(Event.objects.values_list("pk", flat=True))
    live = TournamentPage.objects.get(pk=page.pk)

    apply_settings(live)
    apply_settings(live)

    assert list(Event.objects.values_list("pk", flat=True)) == found
    assert Tournament.objects.count() == 1


# --- old drafts, copies, translations and aliases -----------------------------------


def test_publishing_an_old_draft_during_a_live_tournament_changes_no_live_state():
    page = published_page(title="Spring Cup", capacity=8, seeding="random")
    old = Revision.objects.get(pk=page.live_revision_id)
    cup = publish(page, capacity=4, seeding="registration_order", stages=knockout(best_of="3"))
    lock_rows.draw(cup)
    play.win(play.match_of(cup, "W1-1"))
    before = in_force(cup_of(page)) | {"status": cup_of(page).status}
    matches = list(Match.objects.order_by("pk").values())

    old.publish()

    cup = cup_of(page)
    assert in_force(cup) | {"status": cup.status} == before
    assert list(Match.objects.order_by("pk").values()) == matches
    assert {one["field"] for one in cup.refused_settings} == {"capacity", "seeding", "stages"}


def test_a_copy_gets_its_own_tournament_at_its_own_first_publish():
    page = published_page(slug="spring-cup")
    lock_rows.draw(cup_of(page))

    copy = page.copy(update_attrs={"slug": "autumn-cup", "title": "Autumn Cup"}, keep_live=False)
    assert not Tournament.objects.filter(page=copy.pk).exists()
    copy.save_revision().publish()

    assert (cup_of(copy).slug, cup_of(copy).status) == ("autumn-cup", "published")
    assert cup_of(page).status == "live"


def test_a_copy_that_is_kept_live_gets_its_tournament_at_once():
    page = published_page(slug="spring-cup")

    copy = page.copy(update_attrs={"slug": "spring-cup-b"})

    assert cup_of(copy).slug == "spring-cup-b"
    assert cup_of(copy).applied_revision_id == copy.live_revision_id


def test_an_alias_shares_the_tournament_of_its_source():
    page = published_page()
    alias = page.create_alias(update_slug="mirror")

    publish(page, capacity=8)

    alias = TournamentPage.objects.get(pk=alias.pk)
    assert alias.live_tournament == cup_of(page)
    assert Tournament.objects.get().capacity == 8


def bengali(page) -> TournamentPage:
    """The page in Bengali, as a draft; what is above it as aliases."""
    locale, _made = Locale.objects.get_or_create(language_code="bn")
    return page.copy_for_translation(locale, copy_parents=True)


def test_a_translation_shares_the_tournament_and_changes_words_only():
    page = published_page(title="Spring Cup")
    translation = bengali(page)

    translation.title = "বসন্ত কাপ"
    translation.capacity = 64
    translation.save_revision().publish()

    translation = TournamentPage.objects.get(pk=translation.pk)
    assert translation.live_tournament == cup_of(page)
    assert (cup_of(page).title, cup_of(page).capacity) == ("Spring Cup", 4)
    assert Tournament.objects.count() == 1


def test_a_translation_published_first_waits_for_its_source():
    page = factories.TournamentPageFactory(live=False)
    translation = bengali(page)

    translation.save_revision().publish()
    assert not Tournament.objects.exists()
    page.save_revision().publish()

    translation = TournamentPage.objects.get(pk=translation.pk)
    assert translation.live_tournament == cup_of(page)
    assert Tournament.objects.count() == 1
