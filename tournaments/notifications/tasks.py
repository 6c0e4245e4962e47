from tournaments.notifications import operations


def send_notice(notice_id: int) -> None:
    operations.send(notice_id)
