from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deltacrown.storage import RandomName, private_storage


class Method(models.TextChoices):
    BKASH = "bkash", _("bKash")
    NAGAD = "nagad", _("Nagad")
    ROCKET = "rocket", _("Rocket")
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    CASH = "cash", _("Cash at the venue")


class Payment(models.Model):
    """What is owed for one registration, at the fee of the moment it was made."""

    class Status(models.TextChoices):
        DUE = "due", _("Due")
        SUBMITTED = "submitted", _("Being checked")
        VERIFIED = "verified", _("Verified")
        REJECTED = "rejected", _("Proof rejected")
        WAIVED = "waived", _("Waived")
        EXPIRED = "expired", _("Expired")
        REFUND_DUE = "refund_due", _("Refund due")
        REFUNDED = "refunded", _("Refunded")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        Status.DUE: {Status.SUBMITTED, Status.WAIVED, Status.EXPIRED, Status.CANCELLED},
        Status.SUBMITTED: {Status.VERIFIED, Status.REJECTED, Status.CANCELLED},
        Status.REJECTED: {Status.SUBMITTED, Status.EXPIRED, Status.CANCELLED},
        Status.VERIFIED: {Status.REFUND_DUE},
        Status.REFUND_DUE: {Status.REFUNDED},
    }
    ACCEPTS_A_PROOF = frozenset({Status.DUE, Status.REJECTED})

    registration = models.OneToOneField(
        "tournaments.Registration", on_delete=models.PROTECT, related_name="payment"
    )
    amount = models.DecimalField(
        _("amount"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DUE)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_is_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} for {self.registration}"

    @property
    def tournament(self):
        return self.registration.tournament

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES.get(self.Status(self.status), set()):
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status = status
        self.save(update_fields=["status"])


class PaymentProofQuerySet(models.QuerySet):
    def waiting(self):
        """Proofs that nobody has decided on, oldest first."""
        return self.filter(status=PaymentProof.Status.SUBMITTED).order_by("submitted_at", "pk")


class PaymentProof(models.Model):
    """One uploaded evidence for a payment. Every attempt is kept."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting")
        VERIFIED = "verified", _("Verified")
        REJECTED = "rejected", _("Rejected")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="proofs")
    method = models.CharField(_("method"), max_length=16, choices=Method)
    transaction_id = models.CharField(_("transaction id"), max_length=50)
    payer = models.CharField(_("paid from"), max_length=60)
    amount = models.DecimalField(_("amount paid"), max_digits=10, decimal_places=2)
    image = models.ImageField(
        _("image"), storage=private_storage, upload_to=RandomName("proofs"), max_length=200
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SUBMITTED)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = PaymentProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment proof")
        verbose_name_plural = _("payment proofs")
        ordering = ["submitted_at", "pk"]
        permissions = [("verify_paymentproof", "Can verify and reject payment proofs")]
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(status="submitted"), name="one_waiting_proof"
            ),
            models.UniqueConstraint(
                fields=["method", "transaction_id"],
                condition=Q(status="verified"),
                name="one_verified_proof_per_transaction",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "rejected"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_an_author_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.transaction_id}"

    @property
    def tournament(self):
        return self.payment.registration.tournament

    def get_image_url(self) -> str:
        return reverse("payments:proof_image", args=[self.pk])
