"""Statements as people send them, and those who may."""

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from deltacrown.accounts.models import User
from tests.factories import ProofFactory, UserFactory, organizer_of
from tournaments.core.models import Tournament
from tournaments.payments.models import PaymentProof, StatementLine
from tournaments.payments.statements.reading import plain_id

LIST = "/admin/statements/"
IMPORT = f"{LIST}import/"
HEADINGS = "TrxID,Amount,Date,From,Reference"


def csv_of(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("statement.csv", "\n".join([HEADINGS, *rows]).encode())


def in_admin(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def official(cup: Tournament) -> User:
    """The organizer of the tournament, as they enter the admin."""
    return in_admin(organizer_of(cup))


def matched_line(proof: PaymentProof, *, site: bool = False, **values) -> StatementLine:
    """A line that pays for the proof, as an import writes it."""
    return StatementLine.objects.create(
        organizer=None if site else proof.tournament.organizer,
        method=proof.method,
        transaction_id=plain_id(proof.transaction_id),
        amount=proof.amount,
        imported_by=UserFactory(),
        **{"state": "matched", "reason": "transaction_id", "proof": proof} | values,
    )


def proof_in(cup: Tournament, **values) -> PaymentProof:
    """A proof that waits, of a payment for this tournament."""
    proof = ProofFactory(**values)
    registration = proof.payment.registration
    registration.tournament = cup
    registration.save()
    registration.roster.update(tournament=cup)
    return proof


def send(client, *rows: str, of="site", method="bkash", upload=None):
    """The answer to the first step."""
    data = {"organizer": of, "method": method, "upload": upload or csv_of(*rows)}
    return client.post(IMPORT, data)
