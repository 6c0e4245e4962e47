import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory, home_page
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db


def enter(client, *rights):
    home_page()
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *rights]))
    client.force_login(user)


def ledger(client, query=""):
    return client.get(reverse("notice:index") + query)


def test_the_ledger_says_what_became_of_each_and_not_what_was_written(client):
    enter(client, "view_notice")
    now = timezone.now()
    NoticeFactory(recipient__username="told", sent_at=now, text="Between us.")
    NoticeFactory(recipient__username="lost", failed_at=now, last_error="Refused.")
    NoticeFactory(recipient__username="next", channel="push")

    page = ledger(client).content.decode()
    assert all(word in page for word in ("told", "lost", "next", "Refused.", "Waiting"))
    assert "Between us." not in page

    for query, names in {
        "?state=sent": {"told"},
        "?state=failed": {"lost"},
        "?state=waiting": {"next"},
        "?channel=push": {"next"},
        "?channel=email&state=waiting": set(),
    }.items():
        rows = ledger(client, query).context["object_list"]
        assert {row.recipient.username for row in rows} == names


@pytest.mark.parametrize("rights", [(), ("add_notice", "change_notice", "delete_notice")])
def test_others_are_kept_out(client, rights):
    enter(client, *rights)

    assert ledger(client).status_code == 302


@pytest.mark.parametrize("verb", ["add", "edit", "delete"])
def test_nobody_writes_it_by_hand(client, verb):
    enter(client, "view_notice", "add_notice", "change_notice", "delete_notice")
    notice = NoticeFactory()
    address = reverse(f"notice:{verb}", args=[] if verb == "add" else [notice.pk])

    assert client.post(address, {}).status_code == 302
    notice.refresh_from_db()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(client, django_assert_num_queries, number):
    enter(client, "view_notice")
    NoticeFactory.create_batch(number)
    ledger(client)

    with django_assert_num_queries(16):
        ledger(client)
