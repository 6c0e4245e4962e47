import factory

from tests.factories.content import TournamentFactory
from tests.factories.people import UserFactory
from tournaments.payments.models import Method, Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A confirmed solo registration; give ``team`` for a team, ``is_guest`` for one of guests."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    tournament = factory.SubFactory(TournamentFactory)
    team = None
    registered_by = factory.SubFactory(UserFactory)
    is_guest = False
    user = factory.LazyAttribute(lambda o: None if o.team or o.is_guest else o.registered_by)
    name = factory.LazyAttribute(lambda o: o.team.name if o.team else o.registered_by.username)
    reference = factory.Sequence(lambda n: f"DC-T{n:05d}")
    number = factory.Sequence(lambda n: n + 1)
    status = Registration.Status.CONFIRMED

    @factory.post_generation
    def roster(self, create, extracted, **kwargs):
        members = self.team.members.all() if self.team else [self.user]
        for user in members:
            RosterEntry.objects.create(
                registration=self,
                tournament=self.tournament,
                user=user,
                name="" if user else "Guest",
                claim_token="" if user else f"token-{self.pk}",
                live=self.status not in Registration.TERMINAL,
            )


class PaidRegistrationFactory(RegistrationFactory):
    """A registration that waits for its payment of 500 BDT."""

    tournament = factory.SubFactory(
        TournamentFactory,
        entry_fee=500,
        payment_methods=[{"method": "bkash", "account": "01700000000", "instructions": ""}],
    )
    status = Registration.Status.AWAITING_PAYMENT
    payment = factory.RelatedFactory(
        "tests.factories.registration.PaymentFactory", factory_related_name="registration"
    )


class PaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Payment

    registration = factory.SubFactory(RegistrationFactory)
    amount = 500
    currency = "BDT"


class ProofFactory(factory.django.DjangoModelFactory):
    """A proof that waits for a decision, with its payment and registration in step."""

    class Meta:
        model = PaymentProof

    payment = factory.LazyFunction(
        lambda: (
            PaidRegistrationFactory(
                status=Registration.Status.AWAITING_VERIFICATION,
                payment__status=Payment.Status.SUBMITTED,
            ).payment
        )
    )
    method = Method.BKASH
    transaction_id = factory.Sequence(lambda n: f"TX{n:08d}")
    payer = "01811111111"
    amount = 500
    image = factory.django.ImageField(filename="proof.png", width=64, height=64, format="PNG")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    submitted_by = factory.LazyAttribute(lambda o: o.payment.registration.registered_by)
