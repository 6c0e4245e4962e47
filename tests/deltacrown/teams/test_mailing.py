import pytest

from deltacrown.teams import operations
from deltacrown.teams.models import Invitation
from tests.factories import UserFactory
from tests.factories.people import InvitationFactory

pytestmark = pytest.mark.django_db


def test_an_invitation_is_mailed_to_who_is_invited(team, people, mailoutbox, drain_queue):
    operations.invite(
        team=team, username="zara", role="substitute", by=people["nila"], message="Sundays?"
    )
    drain_queue()

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["zara@example.com"], "[DeltaCrown] Dragons invites you")
    assert mail.body == (
        "nila invites you to the team Dragons, as: Substitute. Accept or decline in your "
        "account.\n\nSundays?\n\nhttp://127.0.0.1:8000/accounts/me/\n"
    )


def test_a_request_is_mailed_to_every_leader_alone(team, people, mailoutbox, drain_queue):
    people["mina"].is_active = False
    people["mina"].save()

    operations.ask_to_join(team=team, user=people["zara"])
    drain_queue()

    assert sorted(mail.to for mail in mailoutbox) == [["nila@example.com"], ["rafi@example.com"]]
    assert {mail.subject for mail in mailoutbox} == {"[DeltaCrown] zara asks to join Dragons"}
    assert {mail.body for mail in mailoutbox} == {
        "zara asks to join the team Dragons. One of its leaders accepts or declines on the page "
        "of the team.\n\nhttp://127.0.0.1:8000/teams/dragons/\n"
    }


def test_a_mail_goes_out_once(mailoutbox):
    invitation = InvitationFactory()

    operations.mail_invitation(invitation.pk)
    operations.mail_invitation(invitation.pk)

    assert len(mailoutbox) == 1
    assert Invitation.objects.get().mailed_at is not None


def test_no_mail_is_sent_for_what_is_over_or_gone(mailoutbox):
    over = InvitationFactory(status="withdrawn")

    operations.mail_invitation(over.pk)
    operations.mail_invitation(over.pk + 1)

    assert mailoutbox == []


def test_an_account_that_is_switched_off_is_told_nothing(mailoutbox):
    invitation = InvitationFactory(user=UserFactory(is_active=False))

    operations.mail_invitation(invitation.pk)

    assert mailoutbox == []


def test_a_name_of_two_lines_makes_a_subject_of_one(team, mailoutbox):
    team.name = "Dragons\nBcc: all@example.com"
    team.save()

    operations.mail_invitation(InvitationFactory(team=team).pk)

    assert mailoutbox[0].subject == "[DeltaCrown] Dragons Bcc: all@example.com invites you"
