import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import TournamentFactory, UserFactory, organizer_of
from tests.factories.staff import staff_of
from tests.racing import race
from tournaments.core import staffing
from tournaments.core.capabilities import ALL, CAPABILITIES, Capability, StaffRole
from tournaments.core.models import Event, StaffMember, Tournament
from tournaments.core.roles import capabilities_of, check_may, is_official, may

pytestmark = pytest.mark.django_db

Role = StaffRole


@pytest.fixture
def cup() -> Tournament:
    return TournamentFactory()


def invite(cup, role=Role.REFEREE, *, user=None, by=None) -> StaffMember:
    return staffing.invite_staff(
        cup, user=user or UserFactory(), role=role, by=by or organizer_of(cup)
    )


def test_what_each_role_may():
    C = Capability
    assert {
        Role.CO_ORGANIZER: ALL - {C.MANAGE_SETTINGS},
        Role.REFEREE: {C.REPORT_RESULTS, C.MANAGE_DISPUTES},
        Role.VERIFIER: {C.MANAGE_PAYMENTS},
        Role.MODERATOR: {C.MANAGE_REGISTRATIONS, C.MAKE_ANNOUNCEMENTS, C.VIEW_AUDIT_LOGS},
        Role.CASTER: set(),
    } == CAPABILITIES


def test_an_invitation_gives_nothing_before_it_is_accepted(cup):
    place = invite(cup, Role.CO_ORGANIZER)

    assert not is_official(place.user, cup)
    staffing.accept_staff(place, by=place.user)

    assert capabilities_of(place.user, cup) == CAPABILITIES[Role.CO_ORGANIZER]
    assert not is_official(place.user, TournamentFactory())


def test_a_caster_is_an_official_who_may_nothing(cup):
    caster = staff_of(cup, Role.CASTER)

    assert is_official(caster, cup)
    assert capabilities_of(caster, cup) == frozenset()


def test_one_of_several_capabilities_is_enough(cup):
    referee = staff_of(cup, Role.REFEREE)

    assert may(referee, cup, Capability.MODIFY_BRACKETS, Capability.MANAGE_DISPUTES)
    assert not may(referee, cup, Capability.MODIFY_BRACKETS)
    with pytest.raises(Refused) as refusal:
        check_may(referee, cup, Capability.MODIFY_BRACKETS)
    assert refusal.value.code == "not_organizer"


def test_an_account_that_is_switched_off_may_nothing(cup):
    referee = staff_of(cup, Role.REFEREE)
    referee.is_active = False

    assert not is_official(referee, cup)


def test_accepting_again_changes_nothing(cup):
    place = invite(cup)
    staffing.accept_staff(place, by=place.user)
    place.refresh_from_db()
    first = place.accepted_at

    staffing.accept_staff(place, by=place.user)

    place.refresh_from_db()
    assert place.accepted_at == first
    assert Event.objects.filter(kind="staff.accepted").count() == 1


def test_each_step_is_told_once(cup, drain_queue, mailoutbox):
    organizer = organizer_of(cup)
    place = invite(cup)
    staffing.accept_staff(place, by=place.user)
    staffing.change_role(place, role=Role.MODERATOR, by=organizer)
    staffing.leave_staff(place, by=place.user)
    drain_queue()

    helper = place.user
    assert [(mail.to, mail.subject.partition("] ")[2]) for mail in mailoutbox] == [
        ([helper.email], f"{cup} asks for your help"),
        ([organizer.email], f"{cup}: {helper.username} helps as: Referee"),
        ([helper.email], f"{cup}: your role is another one"),
        ([organizer.email], f"{cup}: {helper.username} helps no more"),
    ]
    assert "/staff-invitations/" in mailoutbox[0].body
    assert "Referee" in mailoutbox[0].body


def test_who_declined_or_left_can_be_asked_again(cup):
    user = UserFactory()
    for _time in range(2):
        place = invite(cup, user=user)
        staffing.leave_staff(place, by=user)
        staffing.leave_staff(place, by=user)

    assert list(cup.events.filter(kind="staff.declined").values_list("actor", flat=True)) == [
        user.pk,
        user.pk,
    ]


def test_a_place_that_was_removed_is_closed_at_once(cup):
    referee = staff_of(cup, Role.REFEREE)

    staffing.remove_staff(cup.staff.get(), by=organizer_of(cup))

    assert not is_official(referee, cup)


def test_an_invitation_that_was_taken_back_cannot_be_accepted(cup):
    place = invite(cup)
    staffing.remove_staff(place, by=organizer_of(cup))

    with pytest.raises(Refused) as refusal:
        staffing.accept_staff(place, by=place.user)

    assert refusal.value.code == "ended"


def test_an_invitation_is_for_one_person(cup):
    place = invite(cup)

    for answer in (staffing.accept_staff, staffing.leave_staff):
        with pytest.raises(Refused) as refusal:
            answer(place, by=organizer_of(cup))
        assert refusal.value.code == "not_yours"


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        (lambda cup, user: Tournament.objects.update(status="cancelled"), "over"),
        (lambda cup, user: Tournament.objects.update(status="archived"), "over"),
        (lambda cup, user: setattr(user, "is_active", False), "inactive"),
        (lambda cup, user: user.groups.add(cup.organizer.group), "organizer"),
        (lambda cup, user: invite(cup, user=user), "already_staff"),
    ],
)
def test_who_cannot_be_invited(cup, arrange, code):
    user, by = UserFactory(), organizer_of(cup)
    arrange(cup, user)
    before = StaffMember.objects.count()

    with pytest.raises(Refused) as refusal:
        invite(cup, user=user, by=by)

    assert refusal.value.code == code
    assert StaffMember.objects.count() == before


@pytest.mark.parametrize("role", [Role.REFEREE, Role.VERIFIER, Role.MODERATOR, Role.CASTER])
def test_other_staff_appoints_nobody(cup, role):
    by = staff_of(cup, role)

    with pytest.raises(Refused) as refusal:
        invite(cup, by=by)

    assert refusal.value.code == "not_organizer"


def test_a_co_organizer_appoints_staff_but_no_co_organizers(cup):
    by = staff_of(cup, Role.CO_ORGANIZER)
    other = StaffMember.objects.get(user=staff_of(cup, Role.CO_ORGANIZER))
    place = invite(cup, Role.REFEREE, by=by)

    for attempt in (
        lambda: invite(cup, Role.CO_ORGANIZER, by=by),
        lambda: staffing.change_role(place, role=Role.CO_ORGANIZER, by=by),
        lambda: staffing.change_role(other, role=Role.CASTER, by=by),
        lambda: staffing.remove_staff(other, by=by),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "organizer_only"


def test_the_role_of_who_left_is_not_changed(cup):
    place = invite(cup)
    staffing.leave_staff(place, by=place.user)

    with pytest.raises(Refused) as refusal:
        staffing.change_role(place, role=Role.CASTER, by=organizer_of(cup))

    assert refusal.value.code == "ended"


def opened(user) -> bool:
    return type(user).objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_the_admin_is_open_as_long_as_one_verifies_payments_somewhere(cup):
    user, other = UserFactory(), TournamentFactory()
    places = [invite(each, Role.VERIFIER, user=user) for each in (cup, other)]
    assert not opened(user)
    for place in places:
        staffing.accept_staff(place, by=user)
    assert opened(user)

    staffing.leave_staff(places[0], by=user)
    assert opened(user)
    staffing.change_role(places[1], role=Role.CASTER, by=organizer_of(other))
    assert not opened(user)
    staffing.change_role(places[1], role=Role.CO_ORGANIZER, by=organizer_of(other))
    assert opened(user)

    group = Group.objects.get(name=staffing.TOURNAMENT_STAFF)
    assert list(group.permissions.values_list("codename", flat=True)) == ["access_admin"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_invited_twice_at_once_is_one_place():
    cup, user = TournamentFactory(), UserFactory()
    by = organizer_of(cup)

    answers = race(
        10,
        *[lambda: invite(cup, user=user, by=by)] * 2,
        before_each=lambda: StaffMember.objects.update(ended_at=timezone.now()),
    )

    assert answers == [["already_staff", "done"]] * 10


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_once_is_one_place():
    cup = TournamentFactory()
    place = invite(cup, Role.VERIFIER)

    answers = race(1, *[lambda: staffing.accept_staff(place, by=place.user)] * 2)

    assert answers == [["done", "done"]]
    assert Event.objects.filter(kind="staff.accepted").count() == 1
    assert place.user.groups.count() == 1
