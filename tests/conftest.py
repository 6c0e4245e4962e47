import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ


@pytest.fixture
def drain_queue():
    """Run every queued task, and what those queue, in order; returns the paths that ran."""

    def drain() -> list[str]:
        ran = []
        while row := OrmQ.objects.order_by("pk").first():
            task = row.task()
            row.delete()
            import_string(task["func"])(*task["args"], **task["kwargs"])
            ran.append(task["func"])
        return ran

    return drain
