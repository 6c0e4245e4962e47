"""Notices as the ledger has them before anything was sent."""

import factory
from django.db import transaction

from tests.factories.content import TournamentFactory
from tests.factories.people import UserFactory
from tournaments.core.models import Event
from tournaments.core.operations import happened
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice, PushSubscription


def an_event(kind: str = "test.happened") -> Event:
    with transaction.atomic():
        return happened(kind, TournamentFactory())


class NoticeFactory(factory.django.DjangoModelFactory):
    """A mail that waits to be sent."""

    class Meta:
        model = Notice

    event = factory.LazyFunction(an_event)
    recipient = factory.SubFactory(UserFactory)
    channel = Notice.Channel.EMAIL
    category = Category.TOURNAMENT
    subject = factory.Sequence(lambda n: f"Notice {n}")
    text = "Something happened."
    path = "/t/spring-cup/"


class PushSubscriptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PushSubscription

    user = factory.SubFactory(UserFactory)
    endpoint = factory.Sequence(lambda n: f"https://push.example/{n}")
    p256dh = "p256dh"
    auth = "auth"
    browser = "Firefox"
