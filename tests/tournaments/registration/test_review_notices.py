import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, TournamentFactory, organizer_of
from tests.tournaments.registration.test_checking_in import cup_with_check_in
from tournaments.registration import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status

QUESTIONS = [{"key": "discord", "label": "Discord", "kind": "text"}]


def waiting(**settings) -> Registration:
    cup = TournamentFactory(title="Dhaka Cup", custom_fields=QUESTIONS, **settings)
    return RegistrationFactory(tournament=cup, name="Crows", status=Status.NEEDS_REVIEW)


def test_the_remarks_and_the_deadline_are_written(mailoutbox, drain_queue):
    registration = waiting()

    operations.request_changes(
        registration,
        by=organizer_of(registration.tournament),
        remarks={"discord": "100% wrong.", "roster": "Who is it?"},
        reason="Nearly.",
    )
    drain_queue()

    [mail] = mailoutbox
    assert mail.to == [registration.registered_by.email]
    assert mail.subject == "[DeltaCrown] Please change your registration: Dhaka Cup"
    for text in ("Crows", "Nearly.", "- Discord: 100% wrong.", "- Players: Who is it?", "lost."):
        assert text in mail.body


def test_who_is_approved_without_a_fee_reads_of_the_place_alone(mailoutbox, drain_queue):
    registration = waiting()

    operations.approve(registration, by=organizer_of(registration.tournament), fee_due=False)
    drain_queue()

    assert [mail.subject for mail in mailoutbox] == ["[DeltaCrown] Place confirmed: Dhaka Cup"]


def test_those_who_are_missing_are_told_of_more_time(mailoutbox, drain_queue):
    cup = cup_with_check_in()
    missing = RegistrationFactory(tournament=cup)
    RegistrationFactory(tournament=cup, checked_in_at=timezone.now())

    operations.extend_check_in(cup, minutes=15, by=organizer_of(cup))
    drain_queue()

    assert [mail.to for mail in mailoutbox] == [[missing.registered_by.email]]
    assert "Check in by" in mailoutbox[0].body


def test_who_is_readmitted_reads_the_new_reference(mailoutbox, drain_queue):
    old = RegistrationFactory(tournament=TournamentFactory(), number=1, status=Status.NO_SHOW)
    old.tournament.last_number = 1
    old.tournament.save()

    new = operations.repeat(old, by=organizer_of(old.tournament), reason="The bus.")
    drain_queue()

    [mail] = mailoutbox
    assert new.reference in mail.body
