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
    SSLCOMMERZ = "sslcommerz", _("Card or wallet, online")


# What people pay by themselves and send a proof of.
BY_HAND = (Method.BKASH, Method.NAGAD, Method.ROCKET, Method.BANK_TRANSFER, Method.CASH)


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
        # Online the provider itself says that it was paid, without a proof.
        Status.DUE: {
            Status.SUBMITTED,
            Status.VERIFIED,
            Status.WAIVED,
            Status.EXPIRED,
            Status.CANCELLED,
        },
        Status.SUBMITTED: {Status.VERIFIED, Status.REJECTED, Status.CANCELLED},
        Status.REJECTED: {
            Status.SUBMITTED,
            Status.VERIFIED,
            Status.WAIVED,
            Status.EXPIRED,
            Status.CANCELLED,
        },
        Status.VERIFIED: {Status.REFUND_DUE},
        Status.REFUND_DUE: {Status.REFUNDED},
        # Money that comes in online when none is owed any more: noted, and owed back at once.
        Status.WAIVED: {Status.VERIFIED},
        Status.EXPIRED: {Status.VERIFIED},
        Status.CANCELLED: {Status.VERIFIED},
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
    reason = models.TextField(_("reason"), blank=True, help_text=_("Of a waiver."))
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
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    image = models.ImageField(
        _("image"),
        storage=private_storage,
        upload_to=RandomName("proofs"),
        max_length=200,
        blank=True,
        help_text=_("Empty once it was deleted, some time after the tournament."),
    )
    image_deleted_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    perceptual_hash = models.CharField(
        max_length=16, blank=True, help_text=_("Near for pictures that look alike.")
    )
    metadata_hints = models.JSONField(
        default=list, blank=True, help_text=_("What the file said of an editor, before it went.")
    )
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
    first_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Of two verifiers, the one who was first."),
    )
    first_verified_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then nobody else is given this proof.")
    )

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


class ProofFlag(models.Model):
    """Something about a proof that a verifier should look at, with the words to explain it."""

    class Kind(models.TextChoices):
        TRANSACTION_SEEN = "transaction_seen", _("Transaction id seen before")
        SAME_FILE = "same_file", _("The same file was sent before")
        SIMILAR_IMAGE = "similar_image", _("Nearly the same image was sent before")
        AMOUNT_OFF = "amount_off", _("The amount is not what is due")
        TIME_OFF = "time_off", _("Paid at an unlikely time")
        EDITED = "edited", _("The image may have been edited")

    proof = models.ForeignKey(PaymentProof, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    other = models.ForeignKey(
        PaymentProof, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("flag of a proof")
        verbose_name_plural = _("flags of proofs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proof", "kind", "other"], name="one_flag_per_kind_and_other_proof"
            ),
            models.UniqueConstraint(
                fields=["proof", "kind"], condition=Q(other=None), name="one_flag_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.proof}"


class LedgerEntry(models.Model):
    """Money that came in or went out, written once and never changed."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        REFUNDED = "refunded", _("Refunded")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount = models.DecimalField(
        _("amount"), max_digits=10, decimal_places=2, help_text=_("Never negative.")
    )
    currency = models.CharField(_("currency"), max_length=3)
    method = models.CharField(_("method"), max_length=16, choices=Method)
    transaction_id = models.CharField(_("transaction id"), max_length=50, blank=True)
    key = models.CharField(
        max_length=80, unique=True, help_text=_("Names the cause, so that it is written once.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="ledger_is_not_negative"),
            models.UniqueConstraint(
                fields=["payment", "kind"], name="received_once_and_refunded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}"


class Checkout(models.Model):
    """One attempt to pay online. Every attempt is kept."""

    class Status(models.TextChoices):
        STARTED = "started", _("Started")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="checkouts")
    provider = models.CharField(_("provider"), max_length=16)
    transaction_id = models.CharField(
        _("transaction id"), max_length=30, unique=True, help_text=_("Ours, sent to the provider.")
    )
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.STARTED)
    session_key = models.CharField(max_length=80, blank=True)
    provider_reference = models.CharField(
        max_length=80, blank=True, help_text=_("The provider's own id of the money.")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("online payment")
        verbose_name_plural = _("online payments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_reference"],
                condition=Q(status="paid"),
                name="one_checkout_per_money",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.transaction_id}"

    @property
    def tournament(self):
        return self.payment.registration.tournament


class StatementMapping(models.Model):
    """Which columns of a provider's file hold what, kept for the next import."""

    organizer = models.ForeignKey(
        "tournaments.Organizer",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty: for those who verify payments of the whole site."),
    )
    method = models.CharField(_("method"), max_length=16, choices=Method)
    columns = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "method"], name="one_mapping_per_organizer_and_method"
            ),
            models.UniqueConstraint(
                fields=["method"],
                condition=Q(organizer=None),
                name="one_mapping_of_the_site_per_method",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} of {self.organizer or 'site'}"


class StatementLine(models.Model):
    """One incoming transaction of an account, from an imported file. The same again is the same."""

    class State(models.TextChoices):
        MATCHED = "matched", _("Matched")
        DOUBTFUL = "doubtful", _("Doubtful")
        UNMATCHED = "unmatched", _("Unmatched")

    organizer = models.ForeignKey(
        "tournaments.Organizer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statement_lines",
    )
    method = models.CharField(_("method"), max_length=16, choices=Method)
    transaction_id = models.CharField(_("transaction id"), max_length=50)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    payer = models.CharField(_("paid from"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNMATCHED)
    proof = models.ForeignKey(
        PaymentProof,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="statement_lines",
    )
    reason = models.CharField(max_length=40, blank=True, help_text=_("Why it is doubtful: a code."))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "method", "transaction_id"],
                name="one_line_per_organizer_and_transaction",
            ),
            models.UniqueConstraint(
                fields=["method", "transaction_id"],
                condition=Q(organizer=None),
                name="one_line_of_the_site_per_transaction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.transaction_id}"

    @property
    def tournament(self):
        """Of the proof it matched; a line by itself belongs to no tournament."""
        return self.proof.tournament if self.proof else None
