from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deltacrown.storage import private_storage
from tests.factories import (
    OrganizerFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.payments import staff_of
from tests.tournaments.payments.desk_pages import editor, said, text
from tests.tournaments.payments.statement_pages import (
    IMPORT,
    LIST,
    in_admin,
    official,
    proof_in,
    send,
)
from tournaments.core.models import Event
from tournaments.payments.models import PaymentProof, StatementLine, StatementMapping
from tournaments.payments.statements.keeping import KEY
from tournaments.payments.statements.reading import MOST_ROWS

pytestmark = pytest.mark.django_db
COLUMNS = {
    "transaction_id": "TrxID",
    "amount": "Amount",
    "paid_at": "Date",
    "payer": "From",
    "note": "Reference",
}


@pytest.fixture
def cup():
    return TournamentFactory(entry_fee=500)


def kept_file(client) -> str:
    return client.session[KEY]["name"]


def to_check(client, *rows: str, **kwargs) -> str:
    """Go the first two steps; the address of the third."""
    columns = send(client, *rows, **kwargs).url
    response = client.post(columns, client.get(columns).context["form"].initial)
    return response.url


def test_the_whole_way_from_the_file_to_the_verified_proof(client, cup):
    good, less, slip = (
        proof_in(cup, transaction_id=written) for written in ("9KT0AAAA", "9KT1BBBB", "9KT2CCCC")
    )
    client.force_login(official(cup))

    columns = send(
        client,
        f"{good.transaction_id},500,21/11/2026 18:30,0171,",
        f"{less.transaction_id},450,,,",
        f"{slip.transaction_id[:-1]}Q,500,,,",
        "OTHER0001,500,,,",
        "OUT00001,-500,,,",
        "BAD,500,,,",
        of=cup.organizer_id,
    ).url
    assert client.get(columns).context["form"].initial == COLUMNS
    check = client.post(columns, COLUMNS).url
    file = kept_file(client)
    page = client.get(check)

    assert not StatementLine.objects.exists()
    assert [
        (part["state"], part["total"], [(row.proof, row.reason) for row in part["rows"]])
        for part in page.context["parts"]
    ] == [
        (
            "doubtful",
            2,
            [
                (less, "The statement says 450.00, the proof says 500.00."),
                (slip, "The ids differ in one letter, or in two that changed places."),
            ],
        ),
        ("matched", 1, [(good, "The transaction id and the amount agree.")]),
        ("unmatched", 1, [(None, "")]),
    ]
    assert page.context["reading"].others == 1
    assert [number for number, _fault in page.context["faults"]] == [7]
    assert f"/admin/payment-proofs/{less.pk}/" in text(page)

    result = client.post(check, follow=True)

    assert said(result) == ["Imported: 4 new lines, of 4 in the file. 1 match a proof."]
    assert [row["proof"] for row in result.context["rows"]] == [good]
    assert not private_storage().exists(file)
    assert StatementMapping.objects.get().columns == COLUMNS
    assert PaymentProof.objects.waiting().count() == 3

    done = client.post(result.redirect_chain[-1][0], {"ticked": [good.pk]}, follow=True)

    assert said(done) == ["1 proof verified."]
    good.refresh_from_db()
    assert (good.status, good.payment.status) == ("verified", "verified")


def test_the_same_file_again_changes_nothing(client, cup):
    proof = proof_in(cup)
    client.force_login(official(cup))
    row = f"{proof.transaction_id},500,,,"
    client.post(to_check(client, row, of=cup.organizer_id))
    before = (list(StatementLine.objects.values()), Event.objects.count())

    check = to_check(client, row, of=cup.organizer_id)
    page = client.get(check)
    client.post(check)

    assert (page.context["known"], page.context["new"]) == (1, 0)
    assert "All are known: compare again" in text(page)
    assert (list(StatementLine.objects.values()), Event.objects.count()) == before


def test_the_columns_of_last_time_come_before_the_guess(client, cup):
    StatementMapping.objects.create(
        organizer=cup.organizer, method="bkash", columns={"amount": "From", "note": "Elsewhere"}
    )
    client.force_login(official(cup))

    address = send(client, "TX000001,5,,,", of=cup.organizer_id).url

    assert client.get(address).context["form"].initial == COLUMNS | {"amount": "From"}


def test_the_needed_columns_are_asked_for(client):
    client.force_login(VerifierFactory())
    address = send(client, "TX000001,5,,,").url

    missing = client.post(address, {"transaction_id": "TrxID", "amount": ""})
    invented = client.post(address, {"transaction_id": "TrxID", "amount": "Nowhere"})
    check = client.get(address.replace("columns", "check"))

    assert list(missing.context["form"].errors) == ["amount"]
    assert list(invented.context["form"].errors) == ["amount"]
    assert (check.status_code, check.url) == (302, address)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file has no rows below its headings."),
        (b"TrxID,Amount", "The file has no rows below its headings."),
        (b"one\ntwo", "This is not a table: save it as CSV, with headings."),
        (b"\x00\x01\x02", "This is not a text file: save it as CSV."),
        (b"a" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
        (
            b"TrxID,Amount\n" + b"TX000001,5\n" * (MOST_ROWS + 1),
            "The file has more than 20000 rows. Import it in parts.",
        ),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(client, content, message):
    client.force_login(VerifierFactory())

    answer = send(client, upload=SimpleUploadedFile("statement.csv", content))

    assert answer.context["form"].errors["upload"] == [message]
    assert KEY not in client.session


def test_a_new_file_puts_the_old_one_away(client):
    client.force_login(VerifierFactory())
    first = send(client, "TX000001,5,,,").url
    old = kept_file(client)

    second = send(client, "TX000002,5,,,").url

    assert not private_storage().exists(old)
    answer = client.get(first, follow=True)
    assert (answer.request["PATH_INFO"], said(answer)) == (
        IMPORT,
        ["The file is not kept any more. Choose it again."],
    )
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("step", ["columns", "check"])
def test_a_file_belongs_to_the_session_that_sent_it(client, step):
    verifier, other = VerifierFactory(), VerifierFactory()
    client.force_login(verifier)
    address = to_check(client, "TX000001,5,,,").replace("check", step)
    client.logout()
    client.force_login(other)

    answers = [client.get(address), client.post(address, COLUMNS)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, IMPORT)] * 2
    assert not StatementLine.objects.exists()


@pytest.mark.parametrize("step", ["columns", "check"])
@pytest.mark.parametrize("token", ["x", "ünbekannt", "..", "0" * 300])
def test_a_made_up_token_leads_back_to_the_beginning(client, step, token):
    client.force_login(VerifierFactory())
    send(client, "TX000001,5,,,")

    answer = client.get(f"{IMPORT}{token}/{step}/")

    assert (answer.status_code, answer.get("Location")) in [(302, IMPORT), (404, None)]


def test_lines_that_are_posted_are_not_looked_at(client):
    client.force_login(VerifierFactory())
    check = to_check(client, "TX000001,5,,,")

    client.post(check, {"lines": "FORGED01,500", "columns": "{}", "amount": "From"})

    assert list(StatementLine.objects.values_list("transaction_id", "amount")) == [
        ("TX000001", Decimal(5))
    ]


def test_who_loses_the_right_between_two_steps_imports_nothing(client, cup):
    user = official(cup)
    client.force_login(user)
    check = to_check(client, "TX000001,5,,,", of=cup.organizer_id)
    OrganizerFactory(members=[user])
    user.groups.remove(cup.organizer.group)

    answer = client.post(check, follow=True)

    assert said(answer) == ["You may not import statements of this account."]
    assert not StatementLine.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 302),
        ("player", 302),
        ("editor", 302),
        ("verifier of the tournament", 302),
        ("co-organizer", 302),
        ("other organizer", 200),
        ("organizer", 200),
        ("site verifier", 200),
    ],
)
def test_who_comes_in(client, cup, who, status):
    people = {
        "player": UserFactory,
        "editor": editor,
        "verifier of the tournament": lambda: in_admin(staff_of(cup, "verifier")),
        "co-organizer": lambda: in_admin(staff_of(cup, "co_organizer")),
        "other organizer": lambda: official(TournamentFactory()),
        "organizer": lambda: official(cup),
        "site verifier": VerifierFactory,
    }
    if who in people:
        client.force_login(people[who]())

    answers = {address: client.get(address).status_code for address in (LIST, IMPORT)}

    assert answers == dict.fromkeys((LIST, IMPORT), status)


def test_an_organizer_imports_for_no_other_and_not_for_the_site(client, cup):
    client.force_login(official(cup))

    for foreign in ("site", OrganizerFactory().pk):
        answer = send(client, "TX000001,5,,,", of=foreign)
        assert list(answer.context["form"].errors) == ["organizer"]
    assert KEY not in client.session


def test_20000_rows_are_written_in_large_parts(client, django_assert_max_num_queries):
    client.force_login(VerifierFactory())
    check = to_check(
        client, *(f"TX{number:08d},500,2026-11-21 10:00,," for number in range(20_000))
    )

    with django_assert_max_num_queries(30):
        page = client.get(check)
    with django_assert_max_num_queries(300):  # SQLite takes 83 lines at once
        client.post(check)

    assert page.context["new"] == 20_000
    assert StatementLine.objects.count() == 20_000
