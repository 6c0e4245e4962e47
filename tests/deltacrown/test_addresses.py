import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/teams/?q=%00", "/players/a%00b/", "/certificates/%00/", "/bn/tournaments/?game=cs2%00"],
)
def test_an_address_with_a_null_character_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_two_hundred_percent_is_an_ordinary_word(client):
    assert client.get("/teams/?q=200%25").status_code == 200
