import pytest

from tests.tournaments.payments.sslcommerz_stand_in import PASSWORD, STORE_ID, stand_in


@pytest.fixture
def gateway(settings):
    """SSLCOMMERZ, as a server on this machine, set up for the site."""
    with stand_in() as state:
        settings.DEBUG = True  # plain HTTP to this machine is for development alone
        settings.SSLCOMMERZ_STORE_ID = STORE_ID
        settings.SSLCOMMERZ_STORE_PASSWORD = PASSWORD
        settings.SSLCOMMERZ_URL = state.url
        yield state
