"""The limit of registrations over HTTP, on a site of two processes."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.factories import TournamentFactory, UserFactory
from tests.serving import two_processes
from tournaments.core.models import LimitCount, Tournament
from tournaments.management.benching.posting import Answer, Post, post_all, signed_in
from tournaments.registration.models import Registration

MOST, WINDOW = settings.RATE_LIMITS["registration"]


def register(tournaments: list[Tournament], session: str) -> list[Post]:
    return [Post(reverse("registration:register", args=[cup.slug]), session) for cup in tournaments]


def told(answers: list[Answer]) -> tuple[int, int]:
    """How many were registered, and how many were told to come back."""
    assert {answer.status for answer in answers} <= {302, 429}, answers
    late = [answer for answer in answers if answer.status == 429]
    assert all(WINDOW - 60 <= answer.retry_after <= WINDOW for answer in late)
    return len(answers) - len(late), len(late)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_thirty_registrations_at_once_ten_are_made_and_twenty_wait():
    user = UserFactory()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    cups = [TournamentFactory(entry_fee=0) for _number in range(30)]
    [session] = signed_in([user])

    with two_processes() as port:
        first = told(post_all(port, register(cups, session), at_once=30))
        entered = set(Registration.objects.values_list("tournament", flat=True))
        left = [cup for cup in cups if cup.pk not in entered]
        LimitCount.objects.update(window_start=timezone.now() - timedelta(seconds=WINDOW))
        again = told(post_all(port, register(left, session), at_once=20))

    assert first == (MOST, 30 - MOST)
    assert len(entered) == MOST
    assert again == (MOST, 20 - MOST)
    assert Registration.objects.filter(user=user, status="confirmed").count() == 2 * MOST
