from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone

from deltacrown import live_tokens
from deltacrown.live_tokens import BadToken, is_public, read_topics, sign_topics


def as_if_signed(monkeypatch, ago, topics):
    then = (timezone.now() - ago).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: then)
        return sign_topics(topics)


def test_a_token_gives_its_topics_back_each_once():
    token = sign_topics(["tournament:5", "match:7", "tournament:5"])

    assert read_topics(token) == ["match:7", "tournament:5"]


def test_public_topics_give_the_same_token_in_every_order_and_at_any_time(monkeypatch):
    earlier = as_if_signed(monkeypatch, timedelta(days=400), ["tournament:5", "match:7"])

    assert sign_topics(["match:7", "tournament:5"]) == earlier
    assert read_topics(earlier) == ["match:7", "tournament:5"]


@pytest.mark.parametrize("topics", [["user:3"], ["room:9", "tournament:5"]])
def test_a_token_with_a_private_topic_lives_for_a_day(monkeypatch, topics):
    fresh = as_if_signed(monkeypatch, timedelta(hours=23, minutes=59), topics)
    old = as_if_signed(monkeypatch, timedelta(hours=24, minutes=1), topics)

    assert read_topics(fresh) == topics
    with pytest.raises(BadToken):
        read_topics(old)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "tournament:5",
        ":",
        "a:b:c",
        "\x00",
        "é",
        sign_topics(["tournament:5"])[:-1],
        sign_topics(["user:3"]) + "x",
        Signer(salt="something else").sign_object(["user:3"]),
    ],
    # Tokens tell the moment they were signed at: as names they would differ between workers.
    ids=range(9),
)
def test_what_the_site_has_not_signed_is_refused(token):
    with pytest.raises(BadToken):
        read_topics(token)


def test_another_secret_key_signs_nothing(settings):
    settings.SECRET_KEY = "another"
    token = sign_topics(["tournament:5"])
    settings.SECRET_KEY = "only-for-tests"

    with pytest.raises(BadToken):
        read_topics(token)


@pytest.mark.parametrize(
    "topics",
    [
        [],
        [f"match:{number}" for number in range(live_tokens.MOST_TOPICS + 1)],
        ["tournament"],
        ["tournament:5 6"],
        ["tournament:five"],
    ],
)
def test_what_is_no_topic_and_what_is_too_much_is_a_mistake_of_the_page(topics):
    with pytest.raises(ValueError):
        sign_topics(topics)


def test_kinds_that_nobody_named_public_are_private():
    assert [is_public(topic) for topic in ("tournament:5", "match:7")] == [True, True]
    assert [is_public(topic) for topic in ("user:3", "room:9", "new:1")] == [False] * 3
