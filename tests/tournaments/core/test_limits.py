from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deltacrown.errors import Refused
from tests.racing import race
from tournaments.core.limits import LimitReached, counted, take
from tournaments.core.models import LimitCount
from tournaments.core.tasks import forget_old_limits

pytestmark = pytest.mark.django_db

NAMES = sorted(settings.RATE_LIMITS)


@pytest.fixture
def two_an_hour(settings):
    settings.RATE_LIMITS = {"posts": (2, 3600)}


def move_back(seconds: float) -> None:
    row = LimitCount.objects.get()
    row.window_start -= timedelta(seconds=seconds)
    row.save()


@pytest.mark.parametrize("name", NAMES)
def test_each_named_limit_allows_its_number_and_no_more(name):
    most, seconds = settings.RATE_LIMITS[name]
    for _time in range(most):
        take(name, 1)

    with pytest.raises(LimitReached) as reached:
        take(name, 1)

    assert seconds - 5 <= reached.value.retry_after <= seconds
    assert LimitCount.objects.get().number == most


@pytest.mark.usefixtures("two_an_hour")
def test_everybody_is_counted_alone():
    for subject in ("a", "b", "a", "b"):
        take("posts", subject)

    assert list(LimitCount.objects.order_by("subject").values_list("subject", "number")) == [
        ("a", 2),
        ("b", 2),
    ]


@pytest.mark.usefixtures("two_an_hour")
def test_the_window_does_not_slide():
    take("posts", 1)
    start = LimitCount.objects.get().window_start
    take("posts", 1)
    with pytest.raises(LimitReached):
        take("posts", 1)

    assert LimitCount.objects.get().window_start == start


@pytest.mark.usefixtures("two_an_hour")
def test_after_the_window_all_begins_again():
    take("posts", 1)
    take("posts", 1)
    move_back(3600)

    take("posts", 1)

    row = LimitCount.objects.get()
    assert row.number == 1
    assert timezone.now() - row.window_start < timedelta(minutes=1)


@pytest.mark.parametrize(("gone", "left"), [(0, 3600), (3000, 600), (3599.5, 1)])
@pytest.mark.usefixtures("two_an_hour")
def test_the_answer_says_when_the_window_ends(gone, left):
    take("posts", 1)
    take("posts", 1)
    move_back(gone)

    with pytest.raises(LimitReached) as reached:
        take("posts", 1)

    assert left - 3 <= reached.value.retry_after <= left
    assert reached.value.retry_after >= 1


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (1, "That was too often. Try again in 1 minute."),
        (60, "That was too often. Try again in 1 minute."),
        (61, "That was too often. Try again in 2 minutes."),
    ],
)
def test_the_message_speaks_of_minutes(seconds, message):
    assert LimitReached("posts", retry_after=seconds).message == message


@pytest.mark.usefixtures("two_an_hour")
def test_what_is_refused_or_crashes_costs_nothing():
    for error in (Refused("no", code="no"), ValueError("crash")):
        with pytest.raises(type(error)), counted("posts", 1):
            raise error
    with transaction.atomic():
        take("posts", 1)
        transaction.set_rollback(True)

    assert not LimitCount.objects.exists()


@pytest.mark.usefixtures("two_an_hour")
def test_what_stands_counts():
    with counted("posts", 1):
        pass

    assert LimitCount.objects.get().number == 1


@pytest.mark.usefixtures("two_an_hour")
def test_a_limit_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        take("posts", 1)


def test_old_counts_are_forgotten():
    take("comment", "new")
    old = LimitCount.objects.create(
        name="comment", subject="old", window_start=timezone.now() - timedelta(days=1), number=3
    )

    forget_old_limits()

    assert not LimitCount.objects.filter(pk=old.pk).exists()
    assert LimitCount.objects.get().subject == "new"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("two_an_hour")
def test_counts_at_once_are_exact():
    def post() -> None:
        try:
            with counted("posts", 1):
                pass
        except LimitReached as reached:
            raise Refused("too often", code="limit") from reached

    answers = race(20, *[post] * 4, before_each=LimitCount.objects.all().delete)

    assert answers == [["done", "done", "limit", "limit"]] * 20
