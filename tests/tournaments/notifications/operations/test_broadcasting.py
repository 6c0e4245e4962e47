import pytest
from django_q.models import OrmQ

from tests.factories import TeamFactory, TournamentFactory
from tests.factories.webhooks import webhook_of
from tournaments.core.operations import happened
from tournaments.notifications import kinds, operations
from tournaments.notifications.consumers import consume
from tournaments.notifications.kinds import Broadcast
from tournaments.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return TournamentFactory()


def ledger():
    return [
        (notice.webhook.owner, notice.channel, notice.recipient, notice.text, notice.path)
        for notice in Notice.objects.order_by("pk")
    ]


def test_each_webhook_of_the_owners_hears_it_once(cup):
    team, quiet = TeamFactory(), TeamFactory()
    webhook_of(team)
    webhook_of(cup.organizer)
    webhook_of(TeamFactory())  # of nobody who is told
    event = happened("test.happened", cup)
    told = [
        Broadcast([cup.organizer, team, quiet], "Drawn.", "/t/cup/"),
        Broadcast([team], "Drawn again.", "/t/cup/"),
    ]

    operations.broadcast(event, told)
    operations.broadcast(event, told)

    assert sorted(ledger(), key=lambda row: str(row[0])) == sorted(
        [
            (cup.organizer, "discord", None, "Drawn.", "/t/cup/"),
            (team, "discord", None, "Drawn.", "/t/cup/"),
        ],
        key=lambda row: str(row[0]),
    )


def test_one_that_is_off_hears_nothing(cup):
    webhook_of(cup.organizer, switched_off_at="2026-07-01T00:00:00Z")

    operations.broadcast(happened("test.happened", cup), [Broadcast([cup.organizer], "Drawn.")])

    assert ledger() == []


def test_a_worker_that_dies_between_notices_and_broadcasts_leaves_nothing_out(cup, monkeypatch):
    webhook_of(cup.organizer)
    event = happened("test.happened", cup)
    monkeypatch.setitem(kinds.WRITERS, "test.happened", lambda event: [])
    monkeypatch.setitem(
        kinds.BROADCASTERS,
        "test.happened",
        lambda event: [Broadcast([event.tournament.organizer], "Drawn.", "/t/cup/")],
    )

    with pytest.MonkeyPatch.context() as dying:
        dying.setattr("tournaments.notifications.operations.broadcast", die)
        with pytest.raises(SystemExit):
            consume(event)
    assert ledger() == []

    consume(event)
    consume(event)
    assert ledger() == [(cup.organizer, "discord", None, "Drawn.", "/t/cup/")]


def die(*args):
    raise SystemExit


def test_what_was_sent_is_not_queued_again(cup):
    webhook_of(cup.organizer)
    event = happened("test.happened", cup)
    told = [Broadcast([cup.organizer], "Drawn.")]
    operations.broadcast(event, told)
    Notice.objects.update(sent_at="2026-07-01T00:00:00Z")
    OrmQ.objects.all().delete()

    operations.broadcast(event, told)

    assert not OrmQ.objects.exists()


def test_the_number_of_queries_does_not_grow(cup, django_assert_num_queries):
    event = happened("test.happened", cup)
    teams = TeamFactory.create_batch(3)
    for team in teams:
        webhook_of(team)

    for owners in (teams[:1], teams):
        Notice.objects.all().delete()
        with django_assert_num_queries(6):
            operations.broadcast(event, [Broadcast(owners, "Drawn.")])
