import pytest
from allauth.account.models import EmailAddress

from deltacrown.accounts.models import GameAccount
from deltacrown.errors import Refused
from tests.factories import GameFactory, UserFactory, organizer_of
from tests.tournaments.registration.rostered import guests_in, team_cup
from tournaments.core import banning
from tournaments.core.models import Event, Tournament
from tournaments.notifications.kinds import WRITERS
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def place_of(registration: Registration, name: str = "Anik") -> RosterEntry:
    return registration.roster.get(name=name)


def refusal_of(function, *args, **kwargs) -> str:
    before = list(RosterEntry.objects.values()), Event.objects.count()
    with pytest.raises(Refused) as refusal:
        function(*args, **kwargs)
    assert (list(RosterEntry.objects.values()), Event.objects.count()) == before
    return refusal.value.code


def test_a_guest_claims_the_place_and_the_status_stays():
    registration, user = guests_in(team_cup(), "Anik", "Babu", status="needs_review"), UserFactory()

    entry = operations.claim_place(place_of(registration).claim_token, by=user)

    registration.refresh_from_db()
    assert (entry.user, entry.name, entry.claim_token) == (user, "Anik", "")
    assert (entry.player_id, registration.status) == ("guest1", "needs_review")
    event = Event.objects.get()
    assert (event.kind, event.actor, event.after["name"]) == (
        "registration.place_claimed",
        user,
        "Anik",
    )
    (message,) = WRITERS[event.kind](event)
    assert list(message.recipients) == [registration.registered_by]


@pytest.mark.parametrize(("own", "kept"), [("777", "777"), ("wrong", "guest1"), ("2", "guest1")])
def test_the_id_of_the_account_counts_if_it_is_right_and_free(own, kept):
    cup = team_cup(game=GameFactory(player_id_pattern=r"\d+"))
    registration, user = guests_in(cup, "Anik", "Babu"), UserFactory()
    registration.roster.filter(name="Babu").update(player_id="2")
    GameAccount.objects.create(user=user, game=cup.game, player_id=own)

    entry = operations.claim_place(place_of(registration).claim_token, by=user)

    assert entry.player_id == kept


def test_a_link_is_good_for_one():
    registration = guests_in(team_cup(), "Anik", "Babu")
    token = place_of(registration).claim_token
    operations.claim_place(token, by=UserFactory())

    assert refusal_of(operations.claim_place, token, by=UserFactory()) == "link_used"
    assert refusal_of(operations.claim_place, "", by=UserFactory()) == "link_used"


def test_who_may_not_play_may_not_claim():
    cup = team_cup(minimum_age=16, allowed_countries="BD")
    token = place_of(guests_in(cup, "Anik", "Babu")).claim_token
    silent, banned, unverified, busy = UserFactory.create_batch(4)
    banning.ban(banned, organizer=cup.organizer, reason="x", ends_at=None, by=organizer_of(cup))
    EmailAddress.objects.create(user=unverified, email=unverified.email, verified=False)
    RosterEntry.objects.filter(name="Babu").update(user=busy)
    claim = operations.claim_place

    assert refusal_of(claim, token, by=silent) == "age_unknown"
    assert refusal_of(claim, token, by=banned) == "banned"
    assert refusal_of(claim, token, by=unverified) == "unverified"
    assert refusal_of(claim, token, by=busy) == "player_already_in"


def test_nothing_is_claimed_in_what_is_over():
    over = guests_in(team_cup(), "Anik", "Babu", status="rejected")
    done = guests_in(team_cup(status=Tournament.Status.COMPLETED), "Anik", "Babu")

    for registration, code in ((over, "registration_over"), (done, "over")):
        token = place_of(registration).claim_token
        assert refusal_of(operations.claim_place, token, by=UserFactory()) == code


def test_a_place_is_freed_with_a_new_link_and_the_id_it_had():
    cup = team_cup()
    registration, user = guests_in(cup, "Anik", "Babu"), UserFactory()
    GameAccount.objects.create(user=user, game=cup.game, player_id="777")
    token = place_of(registration).claim_token
    entry = operations.claim_place(token, by=user)

    freed = operations.free_place(entry, by=registration.registered_by)

    assert (freed.user, freed.player_id) == (None, "guest1")
    assert freed.claim_token not in {"", token}
    event = Event.objects.get(kind="registration.place_freed")
    (message,) = WRITERS[event.kind](event)
    assert list(message.recipients) == [user]


def test_a_renewed_link_ends_the_old_one():
    registration = guests_in(team_cup(), "Anik", "Babu")
    entry, by = place_of(registration), registration.registered_by

    renewed = operations.renew_link(entry, by=by)

    assert refusal_of(operations.claim_place, entry.claim_token, by=by) == "link_used"
    claimed = operations.claim_place(renewed.claim_token, by=by)
    assert refusal_of(operations.renew_link, claimed, by=by) == "claimed"


def test_only_who_registered_renews_and_frees_and_not_after_the_draw():
    registration = guests_in(team_cup(), "Anik", "Babu")
    entry = place_of(registration)
    others = UserFactory(), organizer_of(registration.tournament)

    for do in (operations.renew_link, operations.free_place):
        assert {refusal_of(do, entry, by=other) for other in others} == {"not_yours"}
    Tournament.objects.update(status=Tournament.Status.LIVE)
    for do in (operations.renew_link, operations.free_place):
        assert refusal_of(do, entry, by=registration.registered_by) == "drawn"
