from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from deltacrown.errors import Refused
from tests import factories
from tournaments.core import operations
from tournaments.core.models import Event, Tournament
from tournaments.core.versions import current_versions, raise_versions

pytestmark = pytest.mark.django_db

Status = Tournament.Status


# --- the log ------------------------------------------------------------------------


def test_what_happened_is_a_row_a_version_and_a_task():
    cup = factories.TournamentFactory()
    registration = factories.RegistrationFactory(tournament=cup)
    actor = factories.UserFactory()
    before = current_versions([f"tournament:{cup.pk}"])[f"tournament:{cup.pk}"]

    event = operations.happened(
        "registration.seeded",
        registration,
        actor=actor,
        before={"seed": None},
        after={"seed": 3, "at": cup.starts_at},
        reason="By rank",
    )

    event.refresh_from_db()
    assert (event.kind, event.tournament, event.subject, event.actor, event.reason) == (
        "registration.seeded",
        cup,
        registration,
        actor,
        "By rank",
    )
    assert event.before == {"seed": None}
    assert event.after["seed"] == 3
    assert isinstance(event.after["at"], str)
    assert current_versions([f"tournament:{cup.pk}"]) == {f"tournament:{cup.pk}": before + 1}
    assert [(row.task["func"], row.task["args"]) for row in OrmQ.objects.all()] == [
        ("tournaments.core.tasks.deliver_event", (event.pk,))
    ]


def test_what_is_rolled_back_did_not_happen():
    cup = factories.TournamentFactory()
    before = current_versions([f"tournament:{cup.pk}"])

    with transaction.atomic():
        operations.happened("tournament.cancelled", cup)
        transaction.set_rollback(True)

    assert not Event.objects.exists()
    assert not OrmQ.objects.exists()
    assert current_versions([f"tournament:{cup.pk}"]) == before


def test_what_happens_together_is_written_in_the_statements_of_one(django_assert_num_queries):
    cup = factories.TournamentFactory()
    topics = [f"tournament:{cup.pk}", "listing"]
    raise_versions(*topics)
    before = current_versions(topics)

    with django_assert_num_queries(3), operations.together():
        for kind in ("one", "two", "three"):
            operations.happened(f"test.{kind}", cup, changes=operations.LISTED)

    events = list(Event.objects.all())
    assert [event.kind for event in events] == ["test.one", "test.two", "test.three"]
    assert current_versions(topics) == {topic: before[topic] + 1 for topic in topics}
    assert [(row.task["func"], row.task["args"]) for row in OrmQ.objects.all()] == [
        ("tournaments.core.tasks.deliver_event", tuple(event.pk for event in events))
    ]


def test_what_raises_together_did_not_happen():
    cup = factories.TournamentFactory()

    with suppress(Refused), transaction.atomic(), operations.together():
        operations.happened("test.one", cup)
        raise Refused("No.", code="no")

    operations.happened("test.two", cup)
    assert list(Event.objects.values_list("kind", flat=True)) == ["test.two"]


def test_a_block_inside_a_block_is_written_with_it():
    cup = factories.TournamentFactory()

    with operations.together():
        with operations.together():
            operations.happened("test.one", cup)
        assert not Event.objects.exists()

    assert Event.objects.count() == 1


# --- versions -----------------------------------------------------------------------


def test_a_topic_that_never_changed_is_at_zero():
    assert current_versions(["pages", "listing"]) == {"pages": 0, "listing": 0}


def test_raising_makes_new_topics_and_counts_known_ones_once():
    raise_versions("pages")

    raise_versions("pages", "listing", "pages")

    assert current_versions(["pages", "listing"]) == {"pages": 2, "listing": 1}


@pytest.mark.parametrize("topics", [1, 3])
def test_raising_known_topics_takes_one_query(topics, django_assert_num_queries):
    names = [f"topic-{number}" for number in range(topics)]
    raise_versions(*names)

    with django_assert_num_queries(1):
        raise_versions(*names)


# --- states -------------------------------------------------------------------------


MOVES = {
    ("draft", "published"),
    ("published", "live"),
    ("published", "cancelled"),
    ("published", "draft"),
    ("live", "completed"),
    ("live", "cancelled"),
    ("completed", "archived"),
    ("completed", "live"),
    ("cancelled", "archived"),
}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_a_tournament_makes_the_moves_of_the_table_and_no_other(before, after):
    cup = factories.TournamentFactory(status=before)

    if (before, after) in MOVES:
        operations.move(cup, Status(after))
    else:
        with pytest.raises(ValueError, match="cannot go from"):
            operations.move(cup, Status(after))

    cup.refresh_from_db()
    assert cup.status == (after if (before, after) in MOVES else before)


def test_a_move_is_logged_with_its_reason_and_changes_the_lists():
    cup = factories.TournamentFactory()
    by = factories.UserFactory()
    before = current_versions(["listing"])["listing"]

    operations.move(cup, Status.CANCELLED, by=by, reason="No venue")

    event = Event.objects.get()
    assert (event.kind, event.actor, event.before, event.after, event.reason) == (
        "tournament.cancelled",
        by,
        {"status": "published"},
        {"status": "cancelled"},
        "No venue",
    )
    assert current_versions(["listing"])["listing"] == before + 1


def over(status, *, hours: float) -> Tournament:
    ended = timezone.now() - timedelta(hours=hours)
    return factories.TournamentFactory(status=status, completed_at=ended)


def test_a_completed_tournament_is_archived_after_a_day():
    cup = over(Status.COMPLETED, hours=24)
    by = factories.organizer_of(cup)

    operations.archive(cup, by=by)
    operations.archive(cup, by=by)

    cup.refresh_from_db()
    assert cup.status == Status.ARCHIVED
    assert [event.kind for event in Event.objects.all()] == ["tournament.archived"]


def test_only_the_organizer_archives():
    cup = factories.TournamentFactory(status=Status.CANCELLED)

    with pytest.raises(Refused) as refusal:
        operations.archive(cup, by=factories.UserFactory())

    assert refusal.value.code == "not_organizer"


def test_a_cancelled_tournament_is_archived_at_once():
    cup = factories.TournamentFactory(status=Status.CANCELLED)

    operations.archive(cup, by=factories.organizer_of(cup))

    cup.refresh_from_db()
    assert cup.status == Status.ARCHIVED


@pytest.mark.parametrize(
    ("status", "hours", "code"),
    [
        (Status.COMPLETED, 23.9, "too_early"),
        (Status.PUBLISHED, 48, "not_over"),
        (Status.LIVE, 48, "not_over"),
        (Status.DRAFT, 48, "not_over"),
    ],
)
def test_what_is_not_over_is_not_archived(status, hours, code):
    cup = over(status, hours=hours)

    with pytest.raises(Refused) as refusal:
        operations.archive(cup, by=factories.organizer_of(cup))

    assert refusal.value.code == code
    cup.refresh_from_db()
    assert cup.status == status


def test_a_tournament_that_nobody_registered_for_returns_to_draft():
    cup = factories.TournamentFactory()

    operations.return_to_draft(cup)
    operations.return_to_draft(cup)

    cup.refresh_from_db()
    assert cup.status == Status.DRAFT
    assert [event.kind for event in Event.objects.all()] == ["tournament.draft"]


def test_one_that_somebody_registered_for_does_not():
    cup = factories.RegistrationFactory(status="withdrawn").tournament

    with pytest.raises(Refused) as refusal:
        operations.return_to_draft(cup)

    assert refusal.value.code == "registered"


@pytest.mark.parametrize("status", [Status.LIVE, Status.COMPLETED, Status.CANCELLED])
def test_nor_does_one_that_has_gone_further(status):
    cup = factories.TournamentFactory(status=status)

    with pytest.raises(Refused) as refusal:
        operations.return_to_draft(cup)

    assert refusal.value.code == "not_published"
