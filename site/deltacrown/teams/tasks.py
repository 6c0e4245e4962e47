from deltacrown.teams import operations


def mail_invitation(invitation_id: int) -> None:
    operations.mail_invitation(invitation_id)


def drop_logo(name: str) -> None:
    operations.drop_logo(name)
