from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from deltacrown.accounts.middleware import TimezoneMiddleware
from deltacrown.accounts.models import Profile
from tests.factories import UserFactory

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def hour_shown(request):
    """What the page would show for noon in Greenwich, and whether the zone was chosen."""

    def page(request):
        return HttpResponse(f"{timezone.localtime(NOON):%H:%M} {request.zone_is_chosen}")

    return TimezoneMiddleware(page)(request).content.decode()


def request_of(user):
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a-session"
    request.user = user
    return request


def test_without_a_session_cookie_nobody_is_asked_for():
    class Untouchable:
        @property
        def is_authenticated(self):
            raise AssertionError("the session was read")

    request = RequestFactory().get("/")
    request.user = Untouchable()

    assert hour_shown(request) == "18:00 False"


def test_a_session_of_nobody_has_the_zone_of_the_site():
    assert hour_shown(request_of(AnonymousUser())) == "18:00 False"


@pytest.mark.django_db
def test_a_signed_in_person_sees_their_zone():
    user = UserFactory()
    Profile.objects.create(user=user, timezone="Asia/Tokyo")

    assert hour_shown(request_of(user)) == "21:00 True"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd"])
def test_no_zone_or_an_unknown_one_is_the_zone_of_the_site(name):
    user = UserFactory()
    Profile.objects.create(user=user, timezone=name)

    assert hour_shown(request_of(user)) == "18:00 False"


@pytest.mark.django_db
def test_the_zone_of_one_request_does_not_reach_the_next():
    user = UserFactory()
    Profile.objects.create(user=user, timezone="Asia/Tokyo")

    hour_shown(request_of(user))

    assert hour_shown(RequestFactory().get("/")) == "18:00 False"
