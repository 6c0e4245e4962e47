from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from deltacrown.storage import private_storage
from tests.factories import TournamentFactory, VerifierFactory
from tests.factories.payments import payment_in
from tests.tournaments.payments.desk_pages import page_of, text
from tournaments.core.models import Event, Tournament
from tournaments.management.commands.setup_site import SCHEDULES
from tournaments.payments import tasks
from tournaments.payments.models import PaymentProof
from tournaments.payments.operations import forgetting

pytestmark = pytest.mark.django_db


def cup_that_ended(days: int = 91, status: str = "completed") -> Tournament:
    ended = timezone.now() - timedelta(days=days)
    return TournamentFactory(entry_fee=500, status=status, starts_at=ended, completed_at=ended)


def proof_of(cup: Tournament, status: str = "verified") -> PaymentProof:
    return payment_in(status, tournament=cup).proofs.get()


def is_there(proof: PaymentProof) -> tuple[bool, bool]:
    """Whether the row names an image, and whether the file is there."""
    name = PaymentProof.objects.get(pk=proof.pk).image.name
    return bool(name), private_storage().exists(proof.image.name)


@pytest.mark.parametrize(
    ("days", "status", "payment", "stays"),
    [
        (91, "completed", "verified", False),
        (91, "archived", "refunded", False),
        (91, "cancelled", "verified", False),
        (89, "completed", "verified", True),
        (91, "live", "verified", True),
        (91, "completed", "submitted", True),
        (91, "completed", "refund_due", True),
    ],
)
def test_which_images_go(days, status, payment, stays, drain_queue):
    proof = proof_of(cup_that_ended(days, status), payment)

    tasks.forget_images()
    drain_queue()

    assert is_there(proof) == (stays, stays)


def test_what_was_decided_stays_and_the_log_says_what_went(drain_queue):
    proof = proof_of(cup_that_ended())
    kept = ("transaction_id", "amount", "payer", "sha256", "status", "decided_by")
    before = PaymentProof.objects.values(*kept).get()

    tasks.forget_images()
    drain_queue()
    tasks.forget_images()
    drain_queue()

    proof.refresh_from_db()
    assert PaymentProof.objects.values(*kept).get() == before
    assert (proof.perceptual_hash, proof.metadata_hints) == ("", [])
    assert proof.image_deleted_at is not None
    assert list(Event.objects.values_list("kind", "after")) == [
        ("proof.image_deleted", {"days": 90})
    ]


def test_a_task_that_died_between_file_and_row_is_finished_by_the_next(drain_queue):
    proof = proof_of(cup_that_ended())
    private_storage().delete(proof.image.name)

    tasks.forget_images()
    drain_queue()

    assert is_there(proof) == (False, False)


def test_each_tournament_has_a_task_of_its_own():
    cups = [cup_that_ended() for _number in range(2)]
    for cup in cups:
        proof_of(cup)
    proof_of(cup_that_ended(10))

    tasks.forget_images()

    queued = [row.task for row in OrmQ.objects.order_by("pk")]
    assert [(task["func"], task["args"]) for task in queued] == [
        ("tournaments.payments.tasks.forget_images_of", (cup.pk,)) for cup in cups
    ]


def test_what_is_too_much_for_one_task_is_left_to_another(drain_queue, monkeypatch):
    monkeypatch.setattr(forgetting, "MOST_AT_ONCE", 2)
    cup = cup_that_ended()
    proofs = [proof_of(cup) for _number in range(3)]

    tasks.forget_images()
    ran = drain_queue()

    assert [is_there(proof) for proof in proofs] == [(False, False)] * 3
    assert ran.count("tournaments.payments.tasks.forget_images_of") == 2


def test_the_pages_say_that_the_image_was_deleted(client, drain_queue):
    proof = proof_of(cup_that_ended())
    tasks.forget_images()
    drain_queue()

    client.force_login(VerifierFactory())
    desk = text(client.get(page_of(proof)))
    client.force_login(proof.submitted_by)
    own = text(client.get(proof.payment.registration.get_absolute_url()))

    for page in (desk, own):
        assert "The image was deleted on" in page
        assert proof.get_image_url() not in page
    assert client.get(proof.get_image_url()).status_code == 404


@pytest.mark.parametrize("task", ["forget_images", "forget_statements"])
def test_it_runs_every_day(task):
    assert (f"tournaments.payments.tasks.{task}", 24 * 60) in {row[1:] for row in SCHEDULES}
