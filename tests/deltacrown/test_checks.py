import pytest

from deltacrown import checks


def queue(**changes):
    return {"orm": "default", "timeout": 300, "retry": 360} | changes


def found(settings, **changes):
    settings.Q_CLUSTER = queue(**changes)
    messages = checks.queue_shares_the_transaction() + checks.queue_runs_a_task_once_at_a_time()
    return [message.id for message in messages]


def test_the_settings_of_this_site_pass():
    assert checks.queue_shares_the_transaction() == []
    assert checks.queue_runs_a_task_once_at_a_time() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"orm": "other"},
        {"orm": None},
        {"sync": True},
        {"broker_class": "somewhere.Broker"},
        {"sqs": {"aws_region": "x"}},
        {"iron_mq": {"project_id": "x"}},
    ],
)
def test_a_queue_outside_the_transaction_is_an_error(settings, changes):
    assert found(settings, **changes) == ["deltacrown.E001"]


@pytest.mark.parametrize("changes", [{"retry": 300}, {"retry": 60}, {"timeout": None}], ids=str)
def test_a_task_that_would_run_twice_at_a_time_is_an_error(settings, changes):
    assert found(settings, **changes) == ["deltacrown.E002"]


def test_retry_that_is_not_set_is_a_minute(settings):
    settings.Q_CLUSTER = {"orm": "default", "timeout": 300}

    assert [m.id for m in checks.queue_runs_a_task_once_at_a_time()] == ["deltacrown.E002"]
