"""What the engine refuses, in the words and the language of the person who asked."""

from django.utils.translation import gettext_lazy

from deltacrown.errors import Refused
from tournaments.engine.types import Invalid

# The codes that people meet. The others come from files and commands, in English.
MESSAGES = {
    "unfinished": gettext_lazy(
        "The match is not over: a best of %(best_of)s stands %(home)s-%(away)s."
    ),
    "played_after_decided": gettext_lazy("Game %(game)s was played after the match was decided."),
    "level_game": gettext_lazy("Game %(game)s is level, and draws are not allowed."),
    "tiebreak_undecided": gettext_lazy(
        "The tie-break of game %(game)s needs two different scores."
    ),
    "tiebreak_without_draw": gettext_lazy("Game %(game)s is not level, so it has no tie-break."),
    "negative_score": gettext_lazy("A score cannot be negative."),
    "entrants_out_of_range": gettext_lazy(
        "Single elimination takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "groups_too_small": gettext_lazy(
        "%(entrants)s entrants cannot fill %(groups)s groups: each needs at least two."
    ),
    "group_size_out_of_range": gettext_lazy(
        "A group takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "too_many_matches": gettext_lazy(
        "This would be %(matches)s matches; a stage has at most %(most)s."
    ),
    "advance_too_many": gettext_lazy(
        "%(needed)s of each group cannot go on: the smallest has %(smallest)s."
    ),
    "advance_from_last_stage": gettext_lazy("There is no stage after this one to advance to."),
    "nobody_advances": gettext_lazy("Nobody advances from this stage to the next."),
    "no_stages": gettext_lazy("A tournament needs at least one stage."),
    "best_of_even": gettext_lazy(
        "A best of %(best_of)s can end level; where draws are not allowed it must be odd."
    ),
    "points_order": gettext_lazy(
        "A win must be worth more than a loss, and a draw no less than a loss and no more than "
        "a win."
    ),
    "tiebreak_twice": gettext_lazy("Each criterion of the table can be named once."),
    "not_a_power_of_two": gettext_lazy(
        "The first round has %(pairs)s matches; it must have 1, 2, 4, 8 or so on."
    ),
    "two_byes": gettext_lazy("A match of the first round has two byes."),
    "not_a_pair": gettext_lazy("A match of the first round has two sides, such as A1-B2."),
    "bad_label": gettext_lazy(
        "“%(label)s” is neither a place such as A1, nor a seed such as 16, nor “bye”."
    ),
    "place_twice": gettext_lazy("%(label)s stands in the first round twice."),
    "place_missing": gettext_lazy("%(label)s is missing from the first round."),
    "no_such_seed": gettext_lazy("There is no seed %(label)s."),
    "no_such_group": gettext_lazy("%(label)s: there is no such group."),
    "no_such_place": gettext_lazy("%(label)s does not advance."),
    "fixed_groups": gettext_lazy(
        "The fixed groups must be %(groups)s, with each of the seeds 1 to %(entrants)s once."
    ),
    "locked_out_of_range": gettext_lazy(
        "Seed %(number)s is locked, and there are %(entrants)s entrants."
    ),
    "locked_twice": gettext_lazy("Seed %(number)s is locked twice."),
    "group_seeds": gettext_lazy("Each seed must be in one group, and in one only."),
}


def refused(error: Invalid) -> Refused:
    """The refusal to show for what the engine said."""
    template = MESSAGES.get(error.code)
    message = str(template) % error.params if template else error.message
    return Refused(message, code=error.code)
