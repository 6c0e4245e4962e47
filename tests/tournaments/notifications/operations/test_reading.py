import pytest

from tests.factories import UserFactory
from tests.factories.notices import NoticeFactory
from tournaments.core.operations import user_topic
from tournaments.core.versions import current_versions
from tournaments.notifications import operations
from tournaments.notifications.queries import inbox_of, unread_count

pytestmark = pytest.mark.django_db


def told(user, **fields):
    return NoticeFactory(recipient=user, channel="inbox", **fields)


def version_of(user):
    topic = user_topic(user.pk)
    return current_versions([topic])[topic]


@pytest.mark.parametrize(
    ("verb", "unread", "shown"),
    [(operations.read, 1, 2), (operations.archive, 1, 1), (operations.unread, 2, 2)],
)
def test_each_verb_changes_one_notice_and_tells_open_pages_once(verb, unread, shown):
    user = UserFactory()
    notice, _other = told(user), told(user)
    if verb is operations.unread:
        operations.read(notice)
        notice.refresh_from_db()
    before = version_of(user)

    verb(notice)
    verb(notice)

    assert (unread_count(user), inbox_of(user).count()) == (unread, shown)
    assert version_of(user) == before + 1


def test_all_can_be_read_at_once_or_one_category():
    user, other = UserFactory(), UserFactory()
    told(user, category="match")
    told(user, category="payment")
    told(other)

    operations.read_all(user, category="match")
    assert unread_count(user) == 1
    operations.read_all(user)
    operations.read_all(user)
    assert (unread_count(user), unread_count(other), version_of(user)) == (0, 1, 2)
