from tournaments.brackets.layout import Connector, Gap, gap


def test_lines_lead_from_each_match_to_the_middle_between_two():
    assert gap([True, False, False, False]) == Gap(
        view_box="0 0 4 8",
        connectors=(
            Connector("M0 1H2V2H4", is_decided=True),
            Connector("M0 3H2V2H4", is_decided=False),
            Connector("M0 5H2V6H4", is_decided=False),
            Connector("M0 7H2V6H4", is_decided=False),
        ),
    )


def test_a_line_ends_where_the_next_match_stands():
    for place, connector in enumerate(gap([False] * 64).connectors):
        into = 4 * (place // 2) + 2
        assert connector.path.endswith(f"V{into}H4")
        # The next round has half as many matches on the same height: each is twice as high.
        assert into == 2 * (2 * (place // 2) + 1)
