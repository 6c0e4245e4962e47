import pytest

from tests import factories
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def test_a_tournament_stands_on_a_live_page_below_its_organizer():
    cup = factories.TournamentFactory()

    assert cup.page.get_parent() == cup.organizer.page
    assert cup.page.live


def test_a_proof_comes_with_payment_and_registration_in_step():
    proof = factories.ProofFactory()

    assert proof.payment.status == Payment.Status.SUBMITTED
    assert proof.payment.registration.status == Registration.Status.AWAITING_VERIFICATION


def test_a_team_has_its_captain_and_its_size():
    assert factories.TeamFactory(size=3).members.count() == 3
