from datetime import date, timedelta

import pytest
from django.utils import timezone

from deltacrown.accounts.rules import check_birth_date
from deltacrown.errors import Refused


@pytest.mark.parametrize("born", [date(1900, 1, 1), date(2004, 2, 29)])
def test_a_date_of_birth_in_the_past_is_fine(born):
    check_birth_date(born)


@pytest.mark.parametrize("days", [0, 1, 4000])
def test_nobody_is_born_today_or_later(days):
    with pytest.raises(Refused) as refusal:
        check_birth_date(timezone.localdate() + timedelta(days=days))

    assert refusal.value.code == "birth_date"


def test_nobody_is_older_than_people_are():
    with pytest.raises(Refused) as refusal:
        check_birth_date(date(1899, 12, 31))

    assert refusal.value.message == "Please check the year of birth."
