import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/login/", "/django-admin/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_desk_is_entered_by_the_one_sign_in(client, address, method):
    response = getattr(client, method)(f"{address}?next=/admin/payment-proofs/")

    assert response.url == "/accounts/login/?next=/admin/payment-proofs/"
