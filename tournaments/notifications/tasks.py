from tournaments.notifications import operations


def send_notices(*notice_ids: int) -> None:
    """What a crash leaves over is taken up by ``send_waiting``."""
    for notice_id in notice_ids:
        operations.send(notice_id)


def send_waiting() -> None:
    operations.send_waiting()


def send_digests() -> None:
    operations.send_digests()


def forget_old() -> None:
    operations.forget_old()
