import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
COMPLETE = {
    "SECRET_KEY": "k8Zt3vXq0Lr7Wd1Np5Ys9Bm2Hc6Jf4Gu8Ea0Ti3Ro7Vx1Qw5Zy",
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def manage(*arguments, module, **environment):
    """Run ``manage.py`` in a process of its own, with this environment and no other."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"deltacrown.settings.{module}",
            # Wins over a developer's .env.
            **dict.fromkeys(COMPLETE, ""),
            **environment,
        },
        capture_output=True,
        text=True,
    )


def values(*names, module, **environment):
    program = (
        "import json; from django.conf import settings;"
        f"print(json.dumps([getattr(settings, name) for name in {names!r}]))"
    )
    done = manage("shell", "--no-imports", "-c", program, module=module, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("module", ["production", "staging"])
def test_deployment_checks_find_nothing(module):
    done = manage("check", "--deploy", "--fail-level", "WARNING", module=module, **COMPLETE)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without(name):
    done = manage("check", module="production", **COMPLETE | {name: ""})

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        f"Set {name} in the environment or in .env (see .env.example)."
    )


def test_production_names_everything_that_is_missing_at_once():
    done = manage("check", module="production")

    assert "Set SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL in" in done.stderr


HTTPS = (
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_HSTS_SECONDS",
)


def test_production_insists_on_https_and_trusts_no_proxy_unasked():
    assert values(*HTTPS, module="production", **COMPLETE) == [False, True, True, True, None, 3600]


def test_production_trusts_the_proxy_when_told_to():
    found = values(*HTTPS, module="production", BEHIND_HTTPS_PROXY="true", **COMPLETE)

    assert found == [False, True, True, True, ["HTTP_X_FORWARDED_PROTO", "https"], 3600]


def test_production_sends_mail_as_told():
    found = values(
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_HOST_USER",
        "EMAIL_HOST_PASSWORD",
        "EMAIL_USE_TLS",
        module="production",
        EMAIL_URL="smtp+tls://post:secret@mail.example.org:587",
        **COMPLETE,
    )

    assert found == ["mail.example.org", 587, "post", "secret", True]


def test_staging_promises_https_for_minutes_and_keeps_search_engines_out():
    seconds, middleware = values("SECURE_HSTS_SECONDS", "MIDDLEWARE", module="staging", **COMPLETE)

    assert (seconds, middleware[0]) == (300, "deltacrown.robots.NoIndexMiddleware")


def test_an_unchanged_copy_of_the_example_serves_development():
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )

    done = manage("check", module="dev", **example)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_name_of_the_example_is_read_somewhere():
    readers = [*(ROOT / "site/deltacrown/settings").glob("*.py"), ROOT / "compose.yaml"]
    read = "".join(path.read_text() for path in readers)
    names = {
        line.lstrip("#").split("=", 1)[0]
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and " " not in line.split("=", 1)[0]
    }

    assert {name for name in names if not re.search(rf"\b{name}\b", read)} == set()


def test_every_name_that_deployments_set_is_in_the_example():
    files = (ROOT / "site/deltacrown/settings").glob("*.py")
    settings = "".join(path.read_text() for path in files)
    named = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))

    assert read - set(named) == {"TEST_DATABASE_URL"}
