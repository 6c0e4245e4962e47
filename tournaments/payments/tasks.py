from tournaments.core.models import Tournament
from tournaments.payments import operations
from tournaments.payments.models import Checkout
from tournaments.payments.statements import keeping


def expire_overdue() -> None:
    operations.expire_all_overdue()


def confirm_checkout(checkout_id: int, reference: str) -> None:
    operations.confirm_checkout(Checkout.objects.get(pk=checkout_id), reference=reference)


def forget_images() -> None:
    operations.queue_forgetting()


def forget_images_of(tournament_id: int) -> None:
    operations.forget_images(Tournament.objects.get(pk=tournament_id))


def forget_statements() -> None:
    keeping.forget_abandoned()
