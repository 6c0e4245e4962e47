import pytest
from django.conf import settings as configured
from django.core.checks import run_checks

from tournaments.core.checks import AUTHENTICATION, LIMITS


def faults() -> list[str]:
    return [found.id for found in run_checks() if found.id.startswith("tournaments.")]


def test_the_settings_are_sound():
    assert faults() == []
    assert configured.MIDDLEWARE.index(AUTHENTICATION) < configured.MIDDLEWARE.index(LIMITS)


@pytest.mark.parametrize("order", [[LIMITS, AUTHENTICATION], [AUTHENTICATION]])
def test_limits_in_the_wrong_place_are_an_error(settings, order):
    others = [name for name in settings.MIDDLEWARE if name not in {AUTHENTICATION, LIMITS}]
    settings.MIDDLEWARE = [*others, *order]

    assert faults() == ["tournaments.E001"]


@pytest.mark.parametrize("value", [(0, 60), (5, 0), (5,), "5/60", None])
def test_a_limit_that_is_none_is_an_error(settings, value):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": value}

    assert faults() == ["tournaments.E002"]


def test_what_is_counted_has_a_limit(settings):
    settings.RATE_LIMITS = {
        name: value for name, value in settings.RATE_LIMITS.items() if name != "account_mail"
    }

    assert faults() == ["tournaments.E002"]


def test_fewer_than_no_proxies_are_an_error(settings):
    settings.TRUSTED_PROXIES = -1

    assert faults() == ["tournaments.E003"]
