from io import StringIO

from django.core.management import call_command
from py_vapid import Vapid

from tournaments.notifications import vapid


def test_the_command_prints_lines_for_the_environment(settings):
    out = StringIO()
    call_command("vapid", stdout=out)

    lines = out.getvalue().splitlines()
    env = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    settings.VAPID_PRIVATE_KEY = env["VAPID_PRIVATE_KEY"]
    settings.VAPID_CONTACT = env["VAPID_CONTACT"]

    assert env["VAPID_CONTACT"] == "mailto:you@example.org"
    assert f"# Public key: {vapid.public_key()}" in lines
    claims = {"sub": env["VAPID_CONTACT"], "aud": "https://push.example.org"}
    assert Vapid.from_string(env["VAPID_PRIVATE_KEY"]).sign(claims)


def test_every_key_is_another():
    assert vapid.new_private_key() != vapid.new_private_key()


def test_the_public_key_is_one_point_of_65_bytes():
    assert len(vapid.public_key_of(vapid.new_private_key())) == 87
