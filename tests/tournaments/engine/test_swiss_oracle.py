"""Swiss pairing against judges that know nothing of it: networkx, and trying everything."""

import random
from collections import Counter
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournaments.engine import swiss_pairing
from tournaments.engine.results import Result
from tournaments.engine.swiss import FirstRound, SwissRules, next_round
from tournaments.engine.tallies import Bye, Points, tally
from tournaments.engine.types import Kind


def round_by_lot(rng, entrants):
    """Any round, with rematches and second byes, some of it forfeited, some entrants missing."""
    order = sorted(entrants, key=lambda _: rng.random())
    missing = rng.randrange(3) if rng.random() < 0.3 else 0
    order = order[missing:]
    results = []
    if len(order) % 2:
        results.append(Result(order.pop(), None, 0, 0, None, Kind.BYE))
    for one, other in zip(order[::2], order[1::2], strict=True):
        lot = rng.random()
        if lot < 0.1:
            results.append(Result(one, other, 0, 0, None, Kind.DOUBLE_FORFEIT))
        elif lot < 0.3:
            results.append(Result(one, other, 0, 0, None))
        else:
            results.append(Result(one, other, 1, 0, one))
    return results


@st.composite
def histories(draw, most):
    size = draw(st.integers(2, most))
    rng = random.Random(draw(st.integers(0, 10**9)))
    entrants = range(1, size + 1)
    rounds = [round_by_lot(rng, entrants) for _ in range(draw(st.integers(1, size + 2)))]
    gone = draw(st.sets(st.sampled_from(entrants), max_size=size // 3))
    seeds = dict(zip(entrants, rng.sample(range(1, 100), size), strict=True))
    return seeds, rounds, gone


def behind(rounds):
    met, byes = Counter(), Counter()
    for result in (result for results in rounds for result in results):
        if result.away is None:
            byes[result.home] += 1
        else:
            met[frozenset((result.home, result.away))] += 1
    return met, byes


def fewest_rematches(entrants, met):
    """Of any pairing of an even number, by networkx."""
    graph = nx.Graph()
    graph.add_nodes_from(entrants)
    for one in entrants:
        for other in entrants:
            if one < other:
                graph.add_edge(one, other, weight=int(met[frozenset((one, other))] > 0))
    matching = nx.min_weight_matching(graph)
    assert 2 * len(matching) == len(entrants)
    return sum(graph.edges[edge]["weight"] for edge in matching)


def has_clean_pairing(entrants, met):
    graph = nx.Graph()
    graph.add_nodes_from(entrants)
    graph.add_edges_from(
        (one, other)
        for one in entrants
        for other in entrants
        if one < other and not met[frozenset((one, other))]
    )
    return nx.is_perfect_matching(graph, nx.max_weight_matching(graph, maxcardinality=True))


def place(seeds, rounds, entrant):
    """Larger for those who stand lower."""
    played = [result for results in rounds for result in results]
    return -tally(seeds, played, points=Points())[entrant].points, seeds[entrant]


def check_against_networkx(seeds, rounds, gone, pairing):
    there = set(seeds) - gone
    met, byes = behind(rounds)
    sides = [one for pair in pairing.pairs for one in pair]

    assert sorted([*sides, *([pairing.bye] if pairing.bye else [])]) == sorted(there)
    assert (pairing.bye is None) == (len(there) % 2 == 0)
    assert pairing.rematches == sum(met[frozenset(pair)] > 0 for pair in pairing.pairs)
    if pairing.bye is None:
        fields = [there]
    else:
        fewest = min(byes[one] for one in there)
        candidates = [one for one in there if byes[one] == fewest]
        assert pairing.bye in candidates
        fields = [there - {one} for one in candidates]
    rematches = [fewest_rematches(field, met) for field in fields]
    assert pairing.rematches == min(rematches)
    if pairing.bye is not None:
        best = [
            one
            for one, needed in zip(candidates, rematches, strict=True)
            if needed == min(rematches)
        ]
        assert pairing.bye == max(best, key=lambda one: place(seeds, rounds, one))
    assert (pairing.rematches == 0) == any(has_clean_pairing(field, met) for field in fields)


@settings(max_examples=100, deadline=None)
@given(histories(most=14), st.sampled_from(list(FirstRound)))
def test_a_rematch_only_where_networkx_finds_no_other_way(history, first_round):
    seeds, rounds, gone = history

    rules = SwissRules(first_round=first_round)
    pairing = next_round(seeds, rounds, rules=rules, absent=gone, rng=random.Random(1))

    check_against_networkx(seeds, rounds, gone, pairing)


@settings(max_examples=100, deadline=None)
@given(histories(most=14))
def test_the_same_holds_where_entrants_see_near_neighbours_first(history):
    seeds, rounds, gone = history

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swiss_pairing, "COMPLETE", 2)
        patch.setattr(swiss_pairing, "NEIGHBOURS", 4)
        pairing = next_round(seeds, rounds, rules=SwissRules(), absent=gone)

    check_against_networkx(seeds, rounds, gone, pairing)


def every_pairing(entrants):
    """All ways to pair them, the last in a pair with None where they are odd."""
    if not entrants:
        yield []
        return
    one, *others = entrants
    for other in others:
        rest = [left for left in others if left != other]
        yield from ([(one, other), *pairs] for pairs in every_pairing(rest))


@settings(max_examples=100, deadline=None)
@given(histories(most=8), st.sampled_from(list(Bye)))
def test_no_pairing_at_all_is_better(history, bye):
    seeds, rounds, gone = history
    points = Points(Fraction(1), Fraction(1, 2), Fraction(0), bye)
    met, byes = behind(rounds)
    tallies = tally(seeds, (one for results in rounds for one in results), points=points)
    order = sorted(set(seeds) - gone, key=lambda one: (-tallies[one].points, seeds[one]))

    def harm(pairs):
        played = [pair for pair in pairs if None not in pair]
        free = [one for one, other in pairs if other is None]
        return (
            sum(byes[one] for one in free),
            sum(met[frozenset(pair)] > 0 for pair in played),
            sum(-order.index(one) for one in free),
            sum(met[frozenset(pair)] for pair in played),
            sum((tallies[one].points - tallies[other].points) ** 2 for one, other in played),
        )

    pairing = next_round(seeds, rounds, rules=SwissRules(points=points), absent=gone)

    found = [*pairing.pairs, *([(pairing.bye, None)] if pairing.bye else [])]
    everybody = [*order, *([None] if len(order) % 2 else [])]
    assert harm(found) == min(harm(pairs) for pairs in every_pairing(everybody))


def test_near_neighbours_give_scores_as_close_as_the_whole_field(monkeypatch):
    entrants = 115
    seeds = {entrant: entrant for entrant in range(1, entrants + 1)}
    rng = random.Random(entrants)
    rounds = []

    def apart(pairing):
        played = [result for results in rounds for result in results]
        tallies = tally(seeds, played, points=Points())
        return sum((tallies[a].points - tallies[b].points) ** 2 for a, b in pairing.pairs)

    for _ in range(5):
        near = next_round(seeds, rounds, rules=SwissRules())
        with monkeypatch.context() as patch:
            patch.setattr(swiss_pairing, "COMPLETE", entrants)
            whole = next_round(seeds, rounds, rules=SwissRules())
        assert (near.rematches, near.bye, apart(near)) == (0, whole.bye, apart(whole))
        results = [
            Result(one, other, 1, 0, one) if rng.random() < 0.5 else Result(one, other, 0, 1, other)
            for one, other in near.pairs
        ]
        byes = [Result(near.bye, None, 0, 0, None, Kind.BYE)] if near.bye else []
        rounds.append([*results, *byes])
