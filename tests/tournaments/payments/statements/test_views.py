from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import TournamentFactory, UserFactory, VerifierFactory, organizer_of
from tests.tournaments.payments.desk_pages import said, text
from tests.tournaments.payments.statement_pages import LIST, matched_line, official, proof_in
from tournaments.payments.models import PaymentProof, ProofFlag, StatementLine
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
MATCHED = f"{LIST}matched/?organizer=site&method=bkash"


@pytest.fixture
def cup():
    return TournamentFactory(entry_fee=500)


def line(written: str, **values) -> StatementLine:
    return StatementLine.objects.create(
        **{"method": "bkash", "transaction_id": written, "amount": 500} | values,
        imported_by=UserFactory(),
    )


def listed(client, query: str = "") -> list[StatementLine]:
    return [row.line for row in client.get(f"{LIST}?{query}").context["rows"]]


def statuses(*proofs) -> list[str]:
    found = dict(PaymentProof.objects.values_list("pk", "status"))
    return [found[proof.pk] for proof in proofs]


def test_lines_are_found_by_state_method_account_and_words(client, cup):
    one = line("AAAA1111", payer="01711-222", state="unmatched")
    two = line("BBBB2222", method="nagad", note="Winter fee", state="doubtful")
    three = line("CCCC3333", organizer=cup.organizer, state="unmatched")
    client.force_login(VerifierFactory())

    assert {
        query: listed(client, query)
        for query in (
            "",
            "state=unmatched",
            "method=nagad",
            "organizer=site",
            f"organizer={cup.organizer_id}",
            "q=aa-aa1",
            "q=01711",
            "q=winter",
            "q=%25",
            "state=wrong&method=wrong&organizer=999999",
        )
    } == {
        "": [three, two, one],
        "state=unmatched": [three, one],
        "method=nagad": [two],
        "organizer=site": [two, one],
        f"organizer={cup.organizer_id}": [three],
        "q=aa-aa1": [one],
        "q=01711": [one],
        "q=winter": [two],
        "q=%25": [],
        "state=wrong&method=wrong&organizer=999999": [three, two, one],
    }


def test_organizers_see_their_own_lines_alone(client, cup):
    own = line("AAAA1111", organizer=cup.organizer)
    line("BBBB2222")
    line("CCCC3333", organizer=TournamentFactory().organizer)
    client.force_login(official(cup))

    assert listed(client) == [own]
    assert listed(client, "organizer=site") == [own]
    assert [source.organizer for source in client.get(LIST).context["sources"]] == [
        cup.organizer_id
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_for_three(
    client, cup, number, django_assert_num_queries
):
    for _number in range(number):
        matched_line(proof_in(cup))
    client.force_login(official(cup))
    client.get(LIST)

    with django_assert_num_queries(19):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_what_matches_needs_the_same_queries_for_one_and_for_three(
    client, cup, number, django_assert_num_queries
):
    for _number in range(number):
        matched_line(proof_in(cup), site=True)
    client.force_login(VerifierFactory())
    client.get(MATCHED)

    with django_assert_num_queries(15):
        assert client.get(MATCHED).context["total"] == number


def test_comparing_again_finds_a_proof_that_came_later(client, cup):
    proof = proof_in(cup)
    late = line(proof.transaction_id)
    client.force_login(VerifierFactory())

    answer = client.post(f"{LIST}compare/", {"organizer": "site", "method": "bkash"}, follow=True)

    late.refresh_from_db()
    assert said(answer) == ["1 line changed."]
    assert (late.state, late.proof) == ("matched", proof)


@pytest.mark.parametrize("account", [{}, {"organizer": "site", "method": "cash"}])
def test_an_account_that_is_none_is_not_found(client, account):
    client.force_login(VerifierFactory())

    assert client.post(f"{LIST}compare/", account).status_code == 404
    assert client.get(f"{LIST}matched/", account).status_code == 404
    assert client.get(f"{LIST}compare/").status_code == 405


def test_an_organizer_does_nothing_with_the_lines_of_others(client, cup):
    proof = proof_in(cup)
    matched_line(proof, site=True)
    client.force_login(official(TournamentFactory()))

    for organizer in ("site", cup.organizer_id):
        account = {"organizer": organizer, "method": "bkash"}
        assert client.post(f"{LIST}compare/", account).status_code == 404
        address = f"{LIST}matched/?organizer={organizer}&method=bkash"
        assert client.post(address, {"ticked": [proof.pk]}).status_code == 404
    assert statuses(proof) == ["submitted"]


def test_each_proof_is_verified_for_itself_and_doubts_are_left_out(client, cup):
    plain, flagged, claimed, half, over = (proof_in(cup) for _number in range(5))
    ProofFlag.objects.create(proof=flagged, kind="edited")
    claimed.claimed_by, claimed.claimed_until = (
        VerifierFactory(),
        timezone.now() + timedelta(hours=1),
    )
    claimed.save()
    half.first_verified_by, half.first_verified_at = VerifierFactory(), timezone.now()
    half.save()
    Registration.objects.filter(payment=over.payment_id).update(status="withdrawn")
    proofs = [plain, flagged, claimed, half, over]
    for proof in proofs:
        matched_line(proof, site=True)
    client.force_login(VerifierFactory())

    rows = client.get(MATCHED).context["rows"]
    sent = {"ticked": [proof.pk for proof in proofs]}
    answer = client.post(MATCHED, sent, follow=True)

    assert [len(row["doubts"]) for row in rows] == [0, 1, 1, 1, 1]
    assert statuses(*proofs) == ["verified", *["submitted"] * 4]
    assert [message.partition(":")[0] for message in said(answer)] == [
        "1 proof verified.",
        *["Left out"] * 4,
    ]

    client.post(MATCHED, {"despite": [flagged.pk, claimed.pk]})

    assert statuses(*proofs) == ["verified", "verified", "verified", "submitted", "submitted"]


def test_of_large_amounts_one_person_verifies_one_half(client):
    cup = TournamentFactory(entry_fee=500, four_eyes_from=100)
    proof = proof_in(cup)
    matched_line(proof, site=True)
    client.force_login(VerifierFactory())

    first = client.post(MATCHED, {"ticked": [proof.pk]}, follow=True)
    again = client.post(MATCHED, {"despite": [proof.pk]}, follow=True)

    assert said(first) == ["1 proof verified by you; a second person decides on it."]
    assert said(again) == ["1 proof is decided already, or not on the statement any more."]
    assert statuses(proof) == ["submitted"]


def test_a_proof_that_another_claims_the_same_money_with_is_left(client, cup):
    proof = proof_in(cup)
    matched_line(proof, site=True)
    proof_in(cup, transaction_id=proof.transaction_id)
    client.force_login(VerifierFactory())

    answer = client.post(MATCHED, {"ticked": [proof.pk]}, follow=True)

    assert statuses(proof) == ["submitted"]
    assert said(answer) == ["1 proof is decided already, or not on the statement any more."]
    assert StatementLine.objects.get().reason == "several_proofs"


def test_what_is_not_on_the_statement_is_not_verified_whatever_is_posted(client, cup):
    proof = proof_in(cup)
    client.force_login(VerifierFactory())

    for keys in ([proof.pk], ["x", "-1", "9" * 30], []):
        client.post(MATCHED, {"ticked": keys, "despite": keys})

    assert statuses(proof) == ["submitted"]


def test_who_has_a_part_in_it_does_not_find_it(client, cup):
    proof = proof_in(cup)
    matched_line(proof)
    user = official(cup)
    proof.payment.registration.roster.update(user=user)
    client.force_login(user)
    address = f"{LIST}matched/?organizer={cup.organizer_id}&method=bkash"

    assert client.get(address).context["rows"] == []
    client.post(address, {"ticked": [proof.pk]})
    assert statuses(proof) == ["submitted"]


def test_the_menu_leads_there_and_nothing_yet_says_so(client, cup):
    client.force_login(official(cup))

    assert "Nothing was imported yet." in text(client.get(LIST))
    assert LIST in text(client.get("/admin/"))
    assert organizer_of(cup).groups.exists()
