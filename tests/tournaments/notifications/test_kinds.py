import pytest

from tournaments.notifications.kinds import CATEGORIES, WRITERS, Category, category_of


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_every_kind_that_tells_somebody_has_its_category(kind):
    assert any(kind.startswith(beginning) for beginning in CATEGORIES)


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("match.called", Category.MATCH),
        ("match.reported", Category.RESULT),
        ("dispute.opened", Category.RESULT),
        ("registration.confirmed", Category.REGISTRATION),
        ("proof.rejected", Category.PAYMENT),
        ("tournament.cancelled", Category.TOURNAMENT),
        ("tournament.announced", Category.ANNOUNCEMENT),
        ("tournament.concluded", Category.AWARD),
        ("tournament.settings_refused", Category.OFFICIAL),
        ("staff.invited", Category.OFFICIAL),
        ("ban.made", Category.OFFICIAL),
        ("something.new", Category.TOURNAMENT),
    ],
)
def test_the_longest_beginning_counts(kind, category):
    assert category_of(kind) == category
