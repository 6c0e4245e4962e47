from tournaments.core import delivery


def deliver_event(first: int, *others: int) -> None:
    """Deliver each event by itself: one that fails keeps none of the others back."""
    try:
        delivery.deliver(first)
    finally:
        if others:
            deliver_event(*others)
