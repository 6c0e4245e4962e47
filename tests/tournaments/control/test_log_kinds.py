"""Every event that can happen has its sentence, or is known to need none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import drawn_cup, match_of
from tests.factories.payments import CheckoutFactory
from tournaments.control.log import SENTENCES, newest_lines
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.matches.models import Evidence

ROOT = Path(__file__).parents[3]
KIND = re.compile(r"[a-z]+\.[a-z_]*[a-z]")
# It follows from a line beside it: the proof that was sent.
FOLLOWS = {"registration.awaiting_verification"}
# They belong to no tournament, and are shown where they are made.
OF_THE_SITE = {"ban.made", "ban.lifted", "statement.imported"}
# Kinds that are put together, as the source does it, and what comes of that.
FAMILIES = {
    "f'tournament.{status.value}'": {f"tournament.{status}" for status in Tournament.Status},
    "f'registration.{status.value}'": {
        f"registration.{status}"
        for status in (
            *("needs_review", "awaiting_payment", "awaiting_verification", "confirmed"),
            *("rejected", "withdrawn", "expired"),
        )
    },
    "f'registration.all_{status.value}'": {
        f"registration.all_{status}" for status in ("cancelled", "expired", "no_show")
    },
    "f'registration.substitution_{what}'": {
        f"registration.substitution_{what}" for what in ("asked", "approved", "denied")
    },
    "f'payment.{status.value}'": {"payment.cancelled", "payment.refund_due"},
}


def modules_that_log() -> Iterator[ast.Module]:
    for folder in ("tournaments", "site", "home", "search"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            text = file.read_text()
            if "happened(" in text:
                yield ast.parse(text)


def kinds() -> set[str]:
    """What stands in the source as the kind of an event."""
    topics = {kind.partition(".")[0] for kind in SENTENCES} | {"ban", "statement"}
    texts = {text for module in modules_that_log() for text in texts_of(module)}
    whole = {text for text in texts if KIND.fullmatch(text) and text.partition(".")[0] in topics}
    return whole.union(*(FAMILIES[text] for text in texts if text in FAMILIES))


def texts_of(module: ast.Module) -> Iterator[str]:
    """The texts in a module, put together or not, but for what it tells the server's own log."""
    nodes = list(ast.walk(module))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    logged = [call.args[0] for call in calls if ast.unparse(call.func) == "log.warning"]
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in logged:
            yield node.value


def put_together() -> set[str]:
    """The first arguments of ``happened`` that are put together, also by way of a name."""
    texts = {text for module in modules_that_log() for text in texts_of(module)}
    return {text for text in texts if re.match(r"f'[a-z]+\.[a-z_]*\{", text)}


def test_every_kind_has_its_sentence_or_needs_none():
    assert kinds() - set(SENTENCES) == FOLLOWS | OF_THE_SITE
    assert set(SENTENCES) - kinds() == set()


def test_kinds_that_are_put_together_are_known():
    assert put_together() == set(FAMILIES)


@pytest.mark.django_db
def test_what_was_paid_online_and_evidence_name_whose_they_are():
    checkout = CheckoutFactory()
    happened("checkout.paid", checkout)
    cup = drawn_cup(4)
    evidence = Evidence.objects.create(
        match=match_of(cup, "W1-1"), uploaded_by=checkout.started_by, sha256="0" * 64
    )
    happened("evidence.added", evidence)

    assert newest_lines(checkout.tournament)[0].text == (
        f"{checkout.payment.registration.name} paid online."
    )
    assert newest_lines(cup)[0].text == "Evidence of P1 – P4 was added."
