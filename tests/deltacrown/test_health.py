from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from deltacrown import health

OK = {"database": "ok", "migrations": "ok", "queue": "ok"}


def site(request):
    return HttpResponse("the site")


def get(address, **environment):
    return health.HealthMiddleware(site)(RequestFactory().get(address, **environment))


@pytest.fixture
def schedule(db):
    """The one schedule of this test, due in a minute."""
    Schedule.objects.all().delete()
    return Schedule.objects.create(
        func="tournaments.core.tasks.deliver_event",
        schedule_type=Schedule.MINUTES,
        minutes=1,
        next_run=timezone.now() + timedelta(minutes=1),
    )


def wait_in_queue(since):
    OrmQ.objects.create(key="deltacrown", payload="", lock=since)


def test_healthz_needs_no_database():
    response = get("/healthz/")

    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_is_answered_for_every_host_by_plain_http(client, settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/healthz/", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ok")


def test_other_addresses_reach_the_site():
    assert get("/healthz/more").content == b"the site"


def test_health_is_never_stored():
    assert get("/healthz/")["Cache-Control"] == "no-store"


def test_ready_when_database_migrations_and_queue_are(schedule):
    response = get("/readyz/")

    assert (response.status_code, health.readiness()) == (200, OK)


def test_not_ready_without_database(monkeypatch):
    def refuse(self):
        raise DatabaseError("no answer")

    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)

    response = get("/readyz/")

    assert response.status_code == 503
    assert health.readiness() == {
        "database": "no answer",
        "migrations": "unknown",
        "queue": "unknown",
    }


def test_not_ready_with_a_migration_to_apply(schedule):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = get("/readyz/")

    assert response.status_code == 503
    assert health.readiness() == OK | {"migrations": "1 not applied", "queue": "unknown"}


def test_not_ready_when_schedules_stand_still(schedule):
    schedule.next_run = timezone.now() - timedelta(minutes=6)
    schedule.save()

    assert get("/readyz/").status_code == 503
    assert health.readiness() == OK | {"queue": "schedules stand still"}


def test_a_schedule_that_is_over_does_not_count(schedule):
    Schedule.objects.create(
        func=schedule.func, repeats=0, next_run=timezone.now() - timedelta(days=1)
    )

    assert health.readiness() == OK


def test_not_ready_without_a_schedule_to_tell_by(schedule):
    schedule.delete()

    assert health.readiness() == OK | {"queue": "no schedule to tell by"}


@pytest.mark.parametrize(
    ("waited", "state"),
    [(timedelta(seconds=110), "ok"), (timedelta(seconds=130), "tasks wait too long")],
)
def test_ready_while_tasks_wait_less_than_two_minutes(schedule, waited, state):
    wait_in_queue(since=timezone.now() - waited)

    assert health.readiness() == OK | {"queue": state}


def test_a_task_that_is_being_worked_on_does_not_wait(schedule):
    wait_in_queue(since=timezone.now() + timedelta(seconds=360))

    assert health.readiness() == OK
