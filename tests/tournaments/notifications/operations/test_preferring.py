from datetime import time

import pytest

from tests.factories import UserFactory
from tests.factories.notices import NoticeFactory
from tournaments.notifications import operations
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice, Preference, Quiet

pytestmark = pytest.mark.django_db


def test_choices_are_kept_and_can_be_changed():
    user = UserFactory()

    operations.prefer(user, {("match", "email"): False, ("team", "push"): True})
    operations.prefer(user, {("match", "email"): True})

    rows = Preference.objects.order_by("pk").values_list("category", "channel", "is_wanted")
    assert list(rows) == [("match", "email", True), ("team", "push", True)]


def test_what_waits_and_is_not_wanted_any_more_does_not_go_out(mailoutbox):
    user = UserFactory()
    unwanted = NoticeFactory(recipient=user, category="match")
    NoticeFactory(recipient=user, category="team")
    NoticeFactory(category="match")

    operations.prefer(user, {("match", "email"): False})
    operations.send_waiting()

    unwanted.refresh_from_db()
    assert (bool(unwanted.failed_at), unwanted.last_error) == (True, "Not wanted any more.")
    assert len(mailoutbox) == 2


def test_quiet_hours_are_one_row_a_person():
    user = UserFactory()

    operations.be_quiet(user, starts=time(22), ends=time(7), wants_digest=True)
    operations.be_quiet(user, starts=None, ends=None, wants_digest=True)

    rows = Quiet.objects.values_list("user", "starts", "ends", "wants_digest")
    assert list(rows) == [(user.pk, None, None, True)]


def test_without_a_daily_mail_what_waited_for_it_goes_out(mailoutbox):
    user = UserFactory()
    NoticeFactory(recipient=user, in_digest=True)

    operations.be_quiet(user, starts=None, ends=None, wants_digest=False)
    operations.send_waiting()

    assert (len(mailoutbox), Notice.objects.filter(in_digest=True).count()) == (1, 0)


@pytest.mark.parametrize(("category", "left"), [("match", ["match"]), ("", Category.values)])
def test_unsubscribing_ends_one_category_or_all(category, left):
    user = UserFactory()

    operations.unsubscribe(user, category=category, channel="email")
    operations.unsubscribe(user, category=category, channel="email")

    rows = Preference.objects.filter(user=user, channel="email", is_wanted=False)
    assert sorted(rows.values_list("category", flat=True)) == sorted(left)
