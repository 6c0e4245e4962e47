import os
import time

import pytest
from django.core.files.base import ContentFile

from deltacrown.storage import private_storage
from tournaments.payments import tasks
from tournaments.payments.statements.keeping import KEY, keep, kept, let_go

DAY = 24 * 60 * 60


def kept_in(session: dict) -> str:
    return keep(session, ContentFile(b"a,b\n1,2"), organizer=None, method="bkash").name


def test_only_its_token_finds_a_file():
    session = {}
    kept_in(session)

    assert kept(session, "other") is None
    assert kept({}, session[KEY]["token"]) is None
    assert kept(session, session[KEY]["token"]).table().headers == ["a", "b"]


def test_a_file_is_let_go_once():
    session = {}
    name = kept_in(session)

    let_go(session)
    let_go(session)

    assert (session, private_storage().exists(name)) == ({}, False)


@pytest.mark.parametrize(("age", "stays"), [(DAY - 60, True), (DAY + 60, False)])
def test_what_nobody_imported_goes_after_a_day(age, stays):
    session = {}
    name = kept_in(session)
    long_ago = time.time() - age
    os.utime(private_storage().path(name), (long_ago, long_ago))

    tasks.forget_statements()
    tasks.forget_statements()

    assert private_storage().exists(name) is stays
    assert (kept(session, session[KEY]["token"]) is not None) is stays
