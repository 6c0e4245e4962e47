import pytest

from tests.factories import GameFactory
from tests.factories.content import tournament_index
from tournaments.core.models import Tournament
from tournaments.management.benching.drawing import DOUBLE, drawn, recorded
from tournaments.management.benching.peers import NotRun, brackets_manager_times

pytestmark = pytest.mark.django_db


def test_what_a_result_reads_and_writes_does_not_grow_with_the_stage():
    tournament_index()
    GameFactory()
    cost = []
    for entrants in (4, 8):
        with drawn(DOUBLE, entrants) as draw:
            found = recorded(draw.stage.matches.get(code="W1-1"), by=draw.official)
        cost.append((found.queries, found.rows))

    assert cost[0] == cost[1]
    assert not Tournament.objects.exists()


def test_a_draw_takes_as_many_queries_whatever_its_size():
    tournament_index()
    GameFactory()
    queries = []
    for entrants in (4, 8):
        with drawn(DOUBLE, entrants) as draw:
            queries.append(draw.queries)

    assert queries[0] == queries[1]


def test_without_node_there_is_nothing_beside_ours(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NotRun, match="no node"):
        brackets_manager_times((64,), repeats=1)
