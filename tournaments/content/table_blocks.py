"""The stages that end in a table as blocks of the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tournaments.content import stage_parts as parts


class RoundRobinBlock(blocks.StructBlock):
    name = parts.name(_("Group stage"))
    groups = parts.number(_("Groups"), least=1, most=256, default=1)
    legs = blocks.ChoiceBlock(
        choices=[("1", _("Everybody once")), ("2", _("Everybody twice"))],
        default="1",
        label=_("Meetings"),
    )
    best_of = parts.best_of(
        (1, 2, 3, 5, 7, 9), required=False, label=_("Matches are"), help_text=parts.AS_USUAL
    )
    advance = parts.advance(_("Advance from each group"))
    best_next = parts.number(
        _("And the best of the next place"),
        most=255,
        help_text=_("How many of those one place below go on too, over all groups."),
    )
    as_usual = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Count as usual in the game"),
        help_text=_("Draws, points and the order of the table then come from the game."),
    )
    draws = blocks.BooleanBlock(required=False, label=_("A match may end in a draw"))
    points_win = parts.number(_("Points, win"), default=3)
    points_draw = parts.number(_("Points, draw"), default=1)
    points_loss = parts.number(_("Points, loss"))
    tiebreaks = parts.table_order(
        parts.TIEBREAKS, ["points", "difference", "scored", "head_to_head_points", "manual"]
    )
    distribution = blocks.ChoiceBlock(
        choices=[
            ("snake", _("Like a snake, so that the groups are equally strong")),
            ("bracket", _("For the bracket that follows, so that 1 and 2 meet in its final")),
        ],
        default="snake",
        label=_("The seeds are dealt"),
    )
    fixed_groups = blocks.CharBlock(
        max_length=20000,
        required=False,
        label=_("Fixed groups"),
        help_text=_(
            "Only for groups that were drawn elsewhere: the seeds of each group, such as "
            "1 4 5 8 / 2 3 6 7. Empty: the seeds are dealt out."
        ),
    )
    entry = parts.entry()

    class Meta:
        icon = "table"
        label = _("Groups, everybody meets everybody")
        form_layout = [
            "name",
            "groups",
            "legs",
            "best_of",
            "advance",
            "best_next",
            parts.tucked_away(
                _("How the table counts"),
                ["as_usual", "draws", "points_win", "points_draw", "points_loss", "tiebreaks"],
            ),
            parts.tucked_away(_("Who is in which group"), ["distribution", "fixed_groups"]),
            parts.who_enters(),
        ]


class SwissBlock(blocks.StructBlock):
    name = parts.name(_("Swiss stage"))
    rounds = parts.number_or_none(_("Rounds"), most=64)
    wins = parts.number_or_none(_("Wins that take an entrant on"), most=64)
    losses = parts.number_or_none(_("Losses that put an entrant out"), most=64)
    best_of = parts.best_of(
        (1, 2, 3, 5, 7, 9), required=False, label=_("Matches are"), help_text=parts.AS_USUAL
    )
    best_of_decider = parts.best_of(
        required=False,
        label=_("Deciding matches are"),
        help_text=_("Matches after which a side is on or out. Empty: like the others."),
    )
    advance = parts.advance(
        _("Advance"), help_text=_("The first so many. 0 when no stage follows.")
    )
    first_round = blocks.ChoiceBlock(
        choices=[
            ("fold", _("First against last: 1-16, 2-15 …")),
            ("slide", _("Upper half against lower half: 1-9, 2-10 …")),
            ("adjacent", _("Neighbours: 1-2, 3-4 …")),
            ("random", _("By lot")),
        ],
        default="fold",
        label=_("First round"),
    )
    pairing = blocks.ChoiceBlock(
        choices=[
            ("matching", _("The best of all possible pairings")),
            ("priority_table", _("As at Counter-Strike Majors since 2024")),
            ("backtracking", _("As at Counter-Strike Majors of 2021 to 2023")),
        ],
        default="matching",
        label=_("Later rounds"),
    )
    bye = blocks.ChoiceBlock(
        choices=[("win", _("A win")), ("draw", _("A draw")), ("loss", _("A loss"))],
        default="win",
        label=_("A bye counts as"),
    )
    as_usual = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Count as usual"),
        help_text=_(
            "Draws and points then come from the game. The order of the table is by points and "
            "then by the points of the opponents; where wins and losses end the stage it is by "
            "those, and then by the wins minus the losses of the opponents."
        ),
    )
    draws = blocks.BooleanBlock(required=False, label=_("A match may end in a draw"))
    points_win = blocks.FloatBlock(min_value=0, max_value=99, default=1, label=_("Points, win"))
    points_draw = blocks.FloatBlock(
        min_value=0,
        max_value=99,
        default=0.5,
        label=_("Points, draw"),
        help_text=_("Half points, such as 0.5, are fine."),
    )
    points_loss = blocks.FloatBlock(min_value=0, max_value=99, default=0, label=_("Points, loss"))
    tiebreaks = parts.table_order(
        parts.TIEBREAKS, ["points", "buchholz", "buchholz_cut_1", "sonneborn_berger", "seed"]
    )
    entry = parts.entry()

    class Meta:
        icon = "rotate"
        label = _("Swiss")
        form_layout = [
            "name",
            blocks.BlockGroup(
                ["rounds", "wins", "losses"],
                heading=_("When it ends"),
                icon="time",
                label_format="",
                help_text=_(
                    "Either after a number of rounds, or for each entrant with so many wins or "
                    "losses. All empty: after as many rounds as a knock-out would have."
                ),
            ),
            "best_of",
            "best_of_decider",
            "advance",
            parts.tucked_away(_("How rounds are paired"), ["first_round", "pairing", "bye"]),
            parts.tucked_away(
                _("How the table counts"),
                ["as_usual", "draws", "points_win", "points_draw", "points_loss", "tiebreaks"],
            ),
            parts.who_enters(),
        ]


class FreeForAllBlock(blocks.StructBlock):
    name = parts.name(_("Lobbies"))
    lobby_size = parts.number_or_none(
        _("Most entrants of a lobby"), least=2, most=100, help_text=parts.AS_USUAL
    )
    games = parts.number(_("Games of each lobby"), least=1, most=50, default=1)
    drop_worst = parts.number(
        _("Worst games that do not count"),
        most=49,
        help_text=_("Of each entrant, those with the fewest points. 0: all count."),
    )
    advance = parts.advance(_("Advance from each lobby"))
    as_usual = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Count as usual in the game"),
        help_text=_(
            "Points and the order of the table then come from the game; where it says nothing, "
            "places are worth 10 6 5 4 3 2 1 1 and a kill 1."
        ),
    )
    placement_points = blocks.CharBlock(
        max_length=500,
        required=False,
        default="10 6 5 4 3 2 1 1",
        label=_("Points by place"),
        help_text=_("From the first place on. Further places are worth nothing."),
    )
    kill_points = parts.number(_("Points a kill"), most=1000, default=1)
    kill_cap = parts.number_or_none(
        _("Most kills that count in a game"), least=0, most=1000, help_text=_("Empty: all.")
    )
    tiebreaks = parts.table_order(
        parts.LOBBY_TIEBREAKS,
        ["points", "wins", "placement_points", "kills", "last_game", "manual"],
    )
    entry = parts.entry()

    class Meta:
        icon = "group"
        label = _("Lobbies, everybody against everybody at once")
        form_layout = [
            "name",
            "lobby_size",
            "games",
            "advance",
            parts.tucked_away(
                _("How games count"),
                [
                    "as_usual",
                    "placement_points",
                    "kill_points",
                    "kill_cap",
                    "drop_worst",
                    "tiebreaks",
                ],
            ),
            parts.who_enters(),
        ]


class LadderBlock(blocks.StructBlock):
    name = parts.name(_("Ladder"))
    challenge_range = parts.number(
        _("How far up one may challenge"), least=1, most=1000, default=3, help_text=_("In places.")
    )
    mode = blocks.ChoiceBlock(
        choices=[
            ("swap", _("Who beats one above takes that place; the two change places")),
            ("rating", _("Every result moves the ratings of both, and the order follows")),
        ],
        default="swap",
        label=_("A result"),
    )
    best_of = parts.best_of(required=False, label=_("Matches are"), help_text=parts.AS_USUAL)
    start_rating = parts.number(_("First rating of everybody"), most=10000, default=1000)
    k = parts.number(_("Most points a result moves a rating"), least=1, most=1000, default=32)
    advance = parts.advance(
        _("Advance"), help_text=_("The first so many. 0 when no stage follows.")
    )
    entry = parts.entry()

    class Meta:
        icon = "order"
        label = _("Ladder")
        form_layout = [
            "name",
            "challenge_range",
            "mode",
            "best_of",
            parts.tucked_away(
                _("Ratings, and who goes on"),
                ["start_rating", "k", "advance"],
                help_text=_("Ratings matter only where every result moves them."),
            ),
            parts.who_enters(),
        ]
