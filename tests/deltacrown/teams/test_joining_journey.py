"""Somebody who has no account opens the link of a team, and ends up in it."""

import re

import pytest
from django.core.cache import cache

from deltacrown.teams import operations
from deltacrown.teams.models import Membership

pytestmark = pytest.mark.django_db

PASSWORD = "korridor-77x"


@pytest.fixture(autouse=True)
def _no_rate_limit_of_an_earlier_test():
    cache.clear()


def test_who_signs_up_by_the_link_of_a_team_comes_back_to_it(client, team, people, mailoutbox):
    code = operations.renew_link(team=team, by=people["rafi"])
    link = f"/teams/join/{code}/"

    page = client.get(link).content.decode()
    sign_up = re.search(r'href="(/accounts/signup/[^"]+)"', page).group(1)
    form = client.get(sign_up).content.decode()
    carried = re.search(r'name="next" value="([^"]+)"', form).group(1)
    answers = {
        "username": "tuli",
        "email": "tuli@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "next": carried,
    }
    client.post(sign_up, answers)
    confirm = re.search(r"http://testserver(/\S+)", mailoutbox[0].body).group(1)
    back = client.post(confirm)
    client.post(link)

    assert back["Location"] == link
    assert Membership.objects.get(team=team, user__username="tuli").role == "player"
