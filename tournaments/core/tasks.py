from tournaments.core import delivery


def deliver_event(event_id: int) -> None:
    delivery.deliver(event_id)
