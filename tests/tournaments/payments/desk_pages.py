"""The addresses of the proof desk, and what its answers say."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from deltacrown.accounts.models import User
from tests.factories import UserFactory
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import StaffMember, Tournament
from tournaments.payments.models import PaymentProof

LIST = "/admin/payment-proofs/"
NEXT = f"{LIST}next/"


def page_of(proof: PaymentProof) -> str:
    return reverse("payment_proofs:inspect", args=[proof.pk])


def bulk(action: str, *proofs: PaymentProof) -> str:
    ids = "&".join(f"id={proof.pk}" for proof in proofs)
    return f"/admin/bulk/tournaments/paymentproof/{action}/?next={LIST}&{ids}"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def listed(client, query: str = "") -> list[PaymentProof]:
    return list(client.get(f"{LIST}?{query}").context["object_list"])


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def editor() -> User:
    """Somebody of another trade who may enter the admin."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def helper_of(tournament: Tournament, role: StaffRole, *, accepted: bool = True) -> User:
    """Staff of one tournament, who may enter the admin."""
    user = editor()
    StaffMember.objects.create(
        tournament=tournament,
        user=user,
        role=role,
        invited_by=tournament.organizer.group.user_set.first() or UserFactory(),
        accepted_at="2026-01-01T00:00Z" if accepted else None,
    )
    return user


def organizer_of(tournament: Tournament) -> User:
    user = editor()
    tournament.organizer.group.user_set.add(user)
    return user
