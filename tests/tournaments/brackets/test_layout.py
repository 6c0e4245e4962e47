import pytest

from tournaments.brackets.layout import Connector, Feed, Gap, gap


def halving(places: int) -> list[Feed]:
    return [Feed(place, place // 2, is_decided=False) for place in range(places)]


def test_lines_lead_from_each_match_to_the_middle_between_two():
    feeds = [Feed(0, 0, is_decided=True), *halving(4)[1:]]

    assert gap(4, 2, feeds) == Gap(
        view_box="0 0 4 8",
        connectors=(
            Connector("M0 1H2V2H4", is_decided=True),
            Connector("M0 3H2V2H4", is_decided=False),
            Connector("M0 5H2V6H4", is_decided=False),
            Connector("M0 7H2V6H4", is_decided=False),
        ),
    )


def test_lines_are_straight_where_the_next_round_has_as_many_matches():
    straight = [Feed(place, place, is_decided=False) for place in range(2)]

    assert gap(2, 2, straight) == Gap(
        view_box="0 0 4 4",
        connectors=(Connector("M0 1H4", is_decided=False), Connector("M0 3H4", is_decided=False)),
    )


def test_a_match_that_is_not_shown_has_no_line():
    assert gap(2, 1, [Feed(1, 0, is_decided=False)]).connectors == (
        Connector("M0 3H2V2H4", is_decided=False),
    )


@pytest.mark.parametrize(("places", "next_places"), [(64, 32), (3, 2), (2, 3), (5, 5)])
def test_a_line_ends_where_the_next_match_stands(places, next_places):
    feeds = [Feed(place, min(place, next_places - 1), is_decided=False) for place in range(places)]
    drawn = gap(places, next_places, feeds)
    height = int(drawn.view_box.split()[-1])

    for feed, connector in zip(feeds, drawn.connectors, strict=True):
        start, *turns = connector.path.removeprefix("M0 ").removesuffix("H4").split("H2V")
        end = turns[0] if turns else start
        assert int(start) * 2 * places == (2 * feed.start + 1) * height
        assert int(end) * 2 * next_places == (2 * feed.end + 1) * height
