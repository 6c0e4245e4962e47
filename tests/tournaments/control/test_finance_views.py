import csv

import pytest
from django.urls import reverse

from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
    organizer_of,
)
from tests.factories.payments import payment_in
from tests.factories.staff import staff_of
from tests.tournaments.payments.desk_pages import said, text
from tournaments.control import finance_urls
from tournaments.control.log import newest_lines
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.payments.models import LedgerEntry, Payment

pytestmark = pytest.mark.django_db
OF_ONE = {"waive", "refund"}


@pytest.fixture
def cup() -> Tournament:
    return TournamentFactory(entry_fee=500, capacity=100)


@pytest.fixture
def organizer(client, cup):
    user = organizer_of(cup)
    client.force_login(user)
    return user


def address(name: str, cup: Tournament, payment: Payment | None = None) -> str:
    extra = [payment.registration.reference] if payment else []
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def answers(client, cup: Tournament) -> set[int | str]:
    """What every address answers, asked and told."""
    payment = Payment.objects.filter(registration__tournament=cup).get()
    found = set()
    for pattern in finance_urls.urlpatterns:
        one = payment if pattern.name in OF_ONE else None
        for method in (client.get, client.post):
            response = method(address(pattern.name, cup, one))
            is_login = response.status_code == 302 and "login" in response.url
            found.add("sign in" if is_login else response.status_code)
    return found


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("anonymous", "sign in"),
        ("player", 404),
        ("another organizer", 404),
        ("verifier elsewhere", 404),
        ("site verifier", 404),
        (StaffRole.CASTER, 403),
        (StaffRole.REFEREE, 403),
        (StaffRole.MODERATOR, 403),
        (StaffRole.VERIFIER, 200),
        (StaffRole.CO_ORGANIZER, 200),
        ("organizer", 200),
    ],
)
def test_who_sees_the_money(client, cup, who, found):
    payment = payment_in("due", tournament=cup)
    people = {
        "player": lambda: payment.registration.registered_by,
        "another organizer": lambda: OrganizerFactory(members=[UserFactory()]).group.user_set.get(),
        "verifier elsewhere": lambda: staff_of(TournamentFactory(), StaffRole.VERIFIER),
        "site verifier": VerifierFactory,
        "organizer": lambda: organizer_of(cup),
    }
    if who != "anonymous":
        client.force_login(people[who]() if who in people else staff_of(cup, who))
    before = Event.objects.count()

    assert answers(client, cup) == {found}
    assert (Event.objects.count(), Payment.objects.get().status) == (before, "due")


def test_a_payment_of_another_tournament_is_not_found(client, cup, organizer):
    foreign = payment_in("due")

    for name in OF_ONE:
        assert client.post(address(name, cup, foreign), {"reason": "x"}).status_code == 404


def test_the_page_shows_the_sums_of_the_ledger(client, cup, organizer):
    for status in Payment.Status:
        payment_in(status, tournament=cup)

    page = client.get(address("finance", cup))

    (own,) = page.context["sums"]
    received = sum(LedgerEntry.objects.filter(kind="received").values_list("amount", flat=True))
    assert own.received == received == 1500
    assert "<strong>৳ 1,500</strong><span>received</span>" in text(page)
    assert page.context["total"] == len(Payment.Status)


def test_a_free_tournament_says_so(client):
    cup = TournamentFactory()
    client.force_login(organizer_of(cup))

    assert "This tournament is free" in text(client.get(address("finance", cup)))


def test_payments_are_found_by_status_and_words(client, cup, organizer):
    due = payment_in("due", tournament=cup, name="Falcons")
    paid = payment_in("verified", tournament=cup, name="Tigers")
    transaction = paid.proofs.get().transaction_id

    def found(**query):
        return [row.payment for row in client.get(address("finance", cup), query).context["rows"]]

    assert found() == [due, paid]
    assert found(status="due") == [due]
    assert found(q="tiger") == [paid]
    assert found(q=due.registration.reference) == [due]
    assert found(q=transaction.lower()) == [paid]
    assert found(q="tiger", status="due") == []
    assert found(status="nothing", page="x") == [due, paid]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_for_three(
    client, cup, organizer, number, django_assert_num_queries
):
    for _number in range(number):
        payment_in("verified", tournament=cup)
    client.get(address("finance", cup))

    with django_assert_num_queries(13):
        client.get(address("finance", cup))


def test_a_fee_is_waived_with_a_reason(client, cup, organizer):
    payment = payment_in("due", tournament=cup)
    there = address("waive", cup, payment)

    asked = client.get(there)
    empty = client.post(there, {"reason": " "})
    done = client.post(there, {"reason": "Invited."}, follow=True)
    again = client.post(there, {"reason": "Invited."})

    payment.refresh_from_db()
    assert "৳ 500 will not be owed any more" in text(asked)
    assert list(empty.context["form"].errors) == ["reason"]
    assert said(done) == [f"The fee of {payment.registration.name} is waived."]
    assert (payment.status, payment.registration.status) == ("waived", "confirmed")
    assert again.context["form"].non_field_errors() == [
        "Only a payment that is due can be waived; this one is: Waived."
    ]
    assert "The fee of" in newest_lines(cup)[-1].text


def test_a_refund_is_noted_once(client, cup, organizer):
    payment = payment_in("refund_due", tournament=cup)
    there = address("refund", cup, payment)
    how = {"method": "nagad", "transaction_id": "back0001", "note": "By hand."}

    asked = client.get(there)
    short = client.post(there, how | {"transaction_id": "x"})
    online = client.post(there, how | {"method": "sslcommerz"})
    done = client.post(there, how, follow=True)
    again = client.post(there, how)

    assert asked.context["form"].fields["method"].initial == "bkash"
    assert list(short.context["form"].errors) == ["transaction_id"]
    assert list(online.context["form"].errors) == ["method"]
    assert said(done) == [f"The refund of {payment.registration.name} is noted."]
    assert list(
        LedgerEntry.objects.filter(kind="refunded").values_list(
            "method", "transaction_id", "amount", "note", "made_by"
        )
    ) == [("nagad", "BACK0001", 500, "By hand.", organizer.pk)]
    assert again.context["form"].non_field_errors() == [
        "No refund is due; the payment is: Refunded."
    ]


def test_the_fees_of_the_best_are_waived(client, cup, organizer):
    best = payment_in("due", tournament=cup, rating=1500)
    second = payment_in("due", tournament=cup, rating=1400)
    third = payment_in("due", tournament=cup, rating=1300)
    there = address("waive_best", cup)

    listed = client.get(there).context["best"]
    none = client.post(there, {"number": 0, "reason": "Seeded."})
    done = client.post(there, {"number": 2, "reason": "Seeded."}, follow=True)

    found = dict(Payment.objects.values_list("pk", "status"))
    assert [each.rating for each in listed] == [1500, 1400, 1300]
    assert list(none.context["form"].errors) == ["number"]
    assert said(done) == ["2 fees are waived."]
    assert [found[each.pk] for each in (best, second, third)] == ["waived", "waived", "due"]


def test_an_organizer_who_plays_waives_nothing_for_themselves(client, cup, organizer):
    payment = payment_in("due", tournament=cup, registered_by=organizer)

    answer = client.post(address("waive", cup, payment), {"reason": "Mine."})

    assert answer.context["form"].non_field_errors() == [
        "You have a part in this registration; somebody else must decide."
    ]


def test_the_table_is_safe_for_spreadsheets(client, cup, organizer):
    payment = payment_in("verified", tournament=cup, name="=HYPERLINK(1)")
    RegistrationFactory(tournament=cup)

    answer = client.get(address("export_finance", cup))

    headings, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    cells = dict(zip(headings, row, strict=True))
    assert answer["Content-Disposition"] == f'attachment; filename="{cup.slug}-finance.csv"'
    assert cells["Name"] == "'=HYPERLINK(1)"
    assert (cells["Reference"], cells["Due"], cells["Received"], cells["Method"]) == (
        payment.registration.reference,
        "500.00",
        "500.00",
        "bKash",
    )


@pytest.mark.parametrize(("role", "is_there"), [("verifier", True), ("moderator", False)])
def test_the_control_room_leads_there(client, cup, role, is_there):
    client.force_login(staff_of(cup, StaffRole(role)))

    page = text(client.get(reverse("control:room", args=[cup.slug])))

    assert (address("finance", cup) in page) is is_there
