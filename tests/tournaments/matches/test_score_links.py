import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, names_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.play import KNOCKOUT
from tests.factories.reports import WON, disputed, report
from tests.factories.staff import moderator_of, staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.limits import LimitReached
from tournaments.core.models import StaffMember
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.matches.models import ScoreLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(4), "W1-1")


def link_of(match: Match) -> ScoreLink:
    return operations.make_score_link(match, by=organizer_of(match.tournament))


def refused(operation, *args, **words) -> str:
    with pytest.raises(Refused) as refusal:
        operation(*args, **words)
    return refusal.value.code


def test_whoever_has_the_link_enters_the_result_once(match):
    link = link_of(match)

    operations.enter_by_link(link.token, games=[WON])

    event = match.tournament.events.get(kind="link.used")
    assert names_of(match_of(match.tournament, "F").sides) == ["P1", None]
    assert (event.actor, event.after) == (link.made_by, {"by": link.made_by.username})
    assert refused(operations.enter_by_link, link.token, games=[Game(0, 5)]) == "decided"


def test_a_match_has_one_link_that_stays_the_same(match):
    link = link_of(match)

    assert (link_of(match), link_of(match).token) == (link, link.token)
    assert match.tournament.events.filter(kind="link.made").count() == 1


def test_a_link_that_is_revoked_is_good_for_nothing_and_the_next_is_another(match):
    old = link_of(match)
    operations.revoke_score_link(match, by=organizer_of(match.tournament))
    operations.revoke_score_link(match, by=organizer_of(match.tournament))

    assert refused(operations.enter_by_link, old.token, games=[WON]) == "no_link"
    assert link_of(match).token != old.token
    assert match.tournament.events.filter(kind="link.revoked").count() == 1


@pytest.mark.parametrize("token", ["", "1", "1:abc", "x:y:z", "৭"])
def test_a_token_that_was_not_signed_here_is_none(match, token):
    link_of(match)

    assert refused(operations.enter_by_link, token, games=[WON]) == "no_link"


def test_the_signature_of_one_link_does_not_fit_another(match):
    link = link_of(match)
    other = link_of(match_of(match.tournament, "W1-2"))
    forged = f"{other.pk}:{link.token.partition(':')[2]}"

    assert refused(operations.enter_by_link, forged, games=[WON]) == "no_link"


def test_a_link_ends_with_the_rights_of_whoever_made_it(match):
    referee = staff_of(match.tournament, StaffRole.REFEREE)
    link = operations.make_score_link(match, by=referee)
    StaffMember.objects.filter(user=referee).delete()

    assert refused(operations.enter_by_link, link.token, games=[WON]) == "not_organizer"


def test_impossible_scores_are_refused_by_link_too():
    cup = drawn_cup(2, stages=[{**KNOCKOUT, "best_of": 3}])
    link = link_of(match_of(cup, "F"))

    code = refused(operations.enter_by_link, link.token, games=[WON, WON, Game(0, 1), WON])

    assert (code, match_of(cup, "F").status) == ("played_after_decided", "ready")


def test_by_link_a_side_may_be_absent(match):
    done = operations.enter_by_link(link_of(match).token, absent=[1])

    assert done.decided_by == "forfeit"
    assert names_of(match_of(match.tournament, "F").sides) == ["P4", None]


def test_a_scorekeeper_enters_a_lobby():
    lobby = [{"format": "free_for_all", "name": "Final", "lobby_size": 4, "games": 1}]
    match = Match.objects.get(stage__tournament=drawn_cup(4, stages=lobby))
    entrants = [side.entrant_id for side in match.sides.all()]
    finishes = [Finish(entrant, place, 0) for place, entrant in enumerate(entrants, start=1)]

    done = operations.enter_by_link(link_of(match).token, finishes=finishes)

    assert list(done.sides.values_list("place", flat=True)) == [1, 2, 3, 4]


def test_what_is_reported_gives_way_and_what_is_disputed_does_not(match):
    other = match_of(match.tournament, "W1-2")
    report(match, 1)
    link, of_disputed = link_of(match), link_of(other)
    disputed(other)

    operations.enter_by_link(link.token, games=[Game(0, 1)])

    assert not match.reports.live().exists()
    assert refused(operations.enter_by_link, of_disputed.token, games=[WON]) == "disputed"


def test_only_officials_who_enter_results_give_links(match):
    link_of(match)
    others = [player_of(match), UserFactory(), moderator_of(match.tournament)]

    for user in others:
        assert refused(operations.make_score_link, match, by=user) == "not_organizer"
        assert refused(operations.revoke_score_link, match, by=user) == "not_organizer"
    match.tournament.organizer.group.user_set.add(player_of(match))
    assert refused(operations.make_score_link, match, by=player_of(match)) == "conflict_of_interest"


def test_no_link_for_what_is_over(match):
    win(match)

    assert refused(link_of, match) == "decided"


def test_a_link_is_tried_only_so_often(match, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "score_link": (1, 3600)}
    token = link_of(match).token
    refused(operations.enter_by_link, token, games=[Game(1, 1)])

    with pytest.raises(LimitReached):
        operations.enter_by_link(token, games=[WON])
