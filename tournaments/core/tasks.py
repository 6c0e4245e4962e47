from tournaments.core import delivery


def deliver_event(*event_ids: int) -> None:
    """Deliver each event by itself: one that fails keeps none of the others back."""
    failures = []
    for event_id in event_ids:
        try:
            delivery.deliver(event_id)
        except Exception as failure:  # noqa: BLE001 - raised below
            failures.append(failure)
    if failures:
        raise failures[0]
